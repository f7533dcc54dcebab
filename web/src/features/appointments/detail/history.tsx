import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition } from "@/protocol";
import { TextLink } from "@/shared/ui/links";
import { Empty } from "@/shared/ui/states";
import { Times } from "@/shared/ui/times";
import { StatusBadge } from "../status_badge";
import classes from "./detail.module.css";

interface HistoryProps {
  appointments: Appointment[];
  edition: Edition;
  shown: string | null;
}

/** Everything the two companies arranged, newest first; each row changes where it stands. */
export function History({ appointments, edition, shown }: HistoryProps) {
  const { t } = useTranslation();
  if (appointments.length === 0) return <Empty text={t("negotiation.empty")} />;
  return (
    <ul className={classes.history} data-testid="history">
      {appointments.map((one) => (
        <li key={one.id} className={classes.entry} data-shown={one.id === shown}>
          <Group gap="md" align="flex-start">
            <div className={classes.when}>
              <Times start={one.start} end={one.end} zone={edition.zone} />
            </div>
            <div className={classes.what}>
              <TextLink
                to="/appointments/$appointment"
                params={{ appointment: one.id }}
                aria-current={one.id === shown ? "true" : undefined}
              >
                {one.topic}
              </TextLink>
              <Text size="sm" c="dimmed">
                {one.buyer.name}
                {` – ${one.seated?.name ?? one.addressed?.name ?? t("negotiation.queue")}`}
              </Text>
            </div>
            <StatusBadge status={one.status} />
          </Group>
        </li>
      ))}
    </ul>
  );
}
