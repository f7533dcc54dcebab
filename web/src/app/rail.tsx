import { Box, NavLink } from "@mantine/core";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import { placesOf } from "./navigation";
import { OpenRequests } from "./open_requests";

/** The left rail of a wide screen. */
export function Rail() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <Box p="xs">
      {placesOf(useMe()).map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={t(`nav.${label}`)}
          leftSection={<Icon size={18} stroke={1.6} />}
          rightSection={to === "/requests" && <OpenRequests />}
          active={path.startsWith(to)}
          aria-current={path.startsWith(to) ? "page" : undefined}
          variant="light"
        />
      ))}
    </Box>
  );
}
