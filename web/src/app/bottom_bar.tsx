import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import classes from "./frame.module.css";
import { placesOf } from "./navigation";
import { OpenRequests } from "./open_requests";

/** The bar of five on a phone. */
export function BottomBar() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={classes.bottom} aria-label={t("nav.label")}>
      {placesOf(useMe()).map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          aria-current={path.startsWith(to) ? "page" : undefined}
        >
          <span className={classes.icon}>
            <Icon size={20} stroke={1.6} aria-hidden />
            {to === "/requests" && <OpenRequests />}
          </span>
          <span className={classes.short}>
            {label === "messages" ? t("nav.messagesShort") : t(`nav.${label}`)}
          </span>
        </Link>
      ))}
    </nav>
  );
}
