import { Box, type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactElement, type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "@/protocol";
import { post } from "@/shared/api";
import { speak } from "@/shared/i18n";
import { useRealtime } from "@/shared/live/realtime";
import { useMe, useRefreshMe } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";

export type MenuKind = "language" | "theme" | "person";

export interface OpenMenuProps {
  of: MenuKind;
  button: ReactElement;
  /** The button, to which the focus returns. */
  focus: RefObject<HTMLButtonElement | null>;
}

/** A menu that opens as soon as it is there. */
export function OpenMenu({ of, button, focus }: OpenMenuProps) {
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    focus.current?.focus();
    setOpened(true);
  }, [focus]);
  return (
    <Menu
      position="bottom-end"
      width={of === "person" ? 240 : undefined}
      opened={opened}
      onChange={setOpened}
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {of === "language" && <Languages />}
        {of === "theme" && <Themes />}
        {of === "person" && <Person />}
      </Menu.Dropdown>
    </Menu>
  );
}

const LANGUAGES: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "zh", name: "中文" },
];

function languageOf(code: string): Language {
  return code === "zh" ? "zh" : "en";
}

function Languages() {
  const language = useLanguage();
  const client = useRealtime();
  const refreshMe = useRefreshMe();
  const change = async (code: Language) => {
    await speak(code);
    // The server writes refusals and mail in this language too.
    await client.command("profile.update", { language: code }).then(refreshMe, () => {});
  };
  return (
    <Menu.RadioGroup value={language} onChange={(code) => void change(languageOf(code))}>
      {LANGUAGES.map(({ code, name }) => (
        <Menu.RadioItem key={code} value={code} lang={code} closeMenuOnClick>
          {name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function Themes() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
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
  );
}

function Person() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    await post("/logout", {}).catch(() => {});
    await navigate({ to: "/sign-in", search: {} });
    queries.clear();
  };
  return (
    <>
      <Menu.Label>
        {me.user.name}
        {me.company && ` · ${me.company.name}`}
      </Menu.Label>
      <Menu.Item component={Link} to="/profile">
        {t("nav.profile")}
      </Menu.Item>
      <Box hiddenFrom="xs">
        <Menu.Divider />
        <Languages />
        <Menu.Divider />
        <Themes />
        <Menu.Divider />
      </Box>
      <Menu.Item onClick={() => void signOut()}>{t("top.signOut")}</Menu.Item>
    </>
  );
}
