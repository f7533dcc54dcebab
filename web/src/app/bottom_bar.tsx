import { Group, Text, UnstyledButton } from "@mantine/core";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import { placesOf } from "./navigation";
import { OpenRequests } from "./open_requests";

/** The bar of five on a phone. */
export function BottomBar() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <Group component="nav" aria-label={t("nav.label")} grow gap={0} h="100%" wrap="nowrap">
      {placesOf(useMe()).map(({ to, label, icon: Icon }) => {
        const active = path.startsWith(to);
        const short = label === "messages" ? t("nav.messagesShort") : t(`nav.${label}`);
        return (
          <UnstyledButton
            key={to}
            component={Link}
            to={to}
            aria-current={active ? "page" : undefined}
            ta="center"
            c={active ? "var(--parley-accent-text)" : "dimmed"}
            px={2}
          >
            <Group justify="center" gap={4} wrap="nowrap">
              <Icon size={20} stroke={1.6} aria-hidden />
              {to === "/requests" && <OpenRequests />}
            </Group>
            <Text fz={11} lh="14px" fw={active ? 600 : 400} truncate>
              {short}
            </Text>
          </UnstyledButton>
        );
      })}
    </Group>
  );
}
