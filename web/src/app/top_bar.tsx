import { ActionIcon, Group, NativeSelect, Text, useMantineColorScheme } from "@mantine/core";
import { IconBell, IconLanguage, IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useEditions, useInbox } from "@/shared/live/session";
import classes from "./frame.module.css";
import { MenuButton } from "./menu_button";
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
        <Menus />
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
    <ActionIcon
      component={Link}
      to="/messages"
      variant="subtle"
      color="gray"
      size="lg"
      className={classes.bell}
      aria-label={t("top.bell", { count: unread })}
    >
      <IconBell size={18} stroke={1.6} />
      {unread > 0 && (
        <span className={classes.unread} data-testid="unread">
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </ActionIcon>
  );
}

function Menus() {
  const { t } = useTranslation();
  const { colorScheme } = useMantineColorScheme();
  const Theme = colorScheme === "dark" ? IconMoon : IconSun;
  const look = { size: 18, stroke: 1.6 };
  return (
    <>
      <MenuButton
        of="language"
        label={t("top.languages")}
        icon={<IconLanguage {...look} />}
        visibleFrom="xs"
      />
      <MenuButton of="theme" label={t("top.theme")} icon={<Theme {...look} />} visibleFrom="xs" />
      <MenuButton of="person" label={t("top.person")} icon={<IconUser {...look} />} />
    </>
  );
}
