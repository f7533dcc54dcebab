import {
  ActionIcon,
  Group,
  Indicator,
  type MantineColorScheme,
  Menu,
  NativeSelect,
  Text,
  useMantineColorScheme,
} from "@mantine/core";
import { IconBell, IconLanguage, IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Language } from "@/protocol";
import { post } from "@/shared/api";
import { speak } from "@/shared/i18n";
import { useRealtime } from "@/shared/live/realtime";
import { useEditions, useInbox, useMe, useRefreshMe } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { NextMeeting } from "./next_meeting";

/** The top of every page: edition, next meeting, bell, language, theme, person. */
export function TopBar() {
  const { t } = useTranslation();
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Text
          component={Link}
          to="/"
          fw={700}
          c="var(--parley-accent-text)"
          td="none"
          visibleFrom="xs"
        >
          {t("app.name")}
        </Text>
        <EditionSelect />
      </Group>
      <Group gap={4} wrap="nowrap">
        <NextMeeting />
        <Bell />
        <LanguageMenu />
        <ThemeMenu />
        <PersonMenu />
      </Group>
    </Group>
  );
}

function EditionSelect() {
  const { t } = useTranslation();
  const editions = useEditions();
  if (!editions) return null;
  return (
    <NativeSelect
      aria-label={t("top.edition")}
      data={editions.all.map((edition) => ({ value: edition.id, label: edition.name }))}
      value={editions.edition.id}
      onChange={(event) => editions.choose(event.currentTarget.value)}
      size="xs"
      w={{ base: 130, sm: 220 }}
    />
  );
}

function Bell() {
  const { t } = useTranslation();
  const unread = useInbox()?.unread ?? 0;
  return (
    <Indicator
      label={unread > 99 ? "99+" : unread}
      disabled={unread === 0}
      size={16}
      offset={6}
      color="red.8"
      data-testid="unread"
    >
      <ActionIcon
        component={Link}
        to="/messages"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("top.bell", { count: unread })}
      >
        <IconBell size={18} stroke={1.6} />
      </ActionIcon>
    </Indicator>
  );
}

const LANGUAGES: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "zh", name: "中文" },
];

function languageOf(code: string): Language {
  return code === "zh" ? "zh" : "en";
}

function LanguageMenu() {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useRealtime();
  const refreshMe = useRefreshMe();
  const change = async (code: Language) => {
    await speak(code);
    // The server writes refusals and mail in this language too.
    await client.command("profile.update", { language: code }).then(refreshMe, () => {});
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("top.languages")}>
          <IconLanguage size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={language} onChange={(code) => void change(languageOf(code))}>
          {LANGUAGES.map(({ code, name }) => (
            <Menu.RadioItem key={code} value={code} lang={code} closeMenuOnClick>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("top.theme")}
          visibleFrom="xs"
        >
          {colorScheme === "dark" ? <IconMoon size={18} /> : <IconSun size={18} stroke={1.6} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        >
          {(["light", "dark", "auto"] as const).map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick>
              {t(`top.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    await post("/logout", {}).catch(() => {});
    await navigate({ to: "/sign-in", search: {} });
    queries.clear();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("top.person")}>
          <IconUser size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.user.name}
          {me.company && ` · ${me.company.name}`}
        </Menu.Label>
        <Menu.Item component={Link} to="/profile">
          {t("nav.profile")}
        </Menu.Item>
        <Menu.Item
          hiddenFrom="xs"
          onClick={() => setColorScheme(colorScheme === "dark" ? "light" : "dark")}
        >
          {t("top.theme")}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t("top.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
