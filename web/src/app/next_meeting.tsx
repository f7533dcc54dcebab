import { Box } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/protocol";
import { get } from "@/shared/api";
import { sideOf, useInbox, useMe } from "@/shared/live/session";
import { useDuration, useFair } from "@/shared/live/time";
import { ButtonLink } from "@/shared/ui/links";
import classes from "./frame.module.css";

/** What is next, and how long until then; gone when nothing is ahead. */
export function NextMeeting() {
  const busy = useInbox()?.busy ?? [];
  const fair = useFair(1_000);
  const next = busy
    .filter((one) => one.end > fair && one.appointment)
    .sort((a, b) => a.start - b.start)[0];
  if (!next) return null;
  return <Chip appointment={next.appointment} start={next.start} fair={fair} />;
}

function Chip(props: { appointment: string; start: number; fair: number }) {
  const { t } = useTranslation();
  const me = useMe();
  const duration = useDuration();
  const { data } = useQuery({
    queryKey: ["appointment", props.appointment],
    queryFn: () => get<Appointment>(`/appointments/${props.appointment}`),
  });
  if (!data) return null;
  const party = sideOf(me, data) === "exhibitor" ? data.buyer.company_name : data.exhibitor.name;
  const left = duration(props.start - props.fair);
  const running = props.start <= props.fair;
  return (
    <ButtonLink
      to="/appointments/$appointment"
      params={{ appointment: props.appointment }}
      size="compact-sm"
      variant="light"
      radius="xl"
      data-testid="next-meeting"
      maw={{ base: 160, sm: 340 }}
    >
      <Box component="span" visibleFrom="sm" className={classes.chip}>
        <IconClock size={14} aria-hidden />
        {running ? t("top.now", { party }) : t("top.next", { party, left })}
      </Box>
      <Box component="span" hiddenFrom="sm">
        {running ? t("time.now") : t("top.nextShort", { left })}
      </Box>
    </ButtonLink>
  );
}
