import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./legend.module.css";

/** What the surfaces of the grid mean. */
export function Legend() {
  const { t } = useTranslation();
  const entries = [
    ["free", t("schedule.free")],
    ["requested", t("schedule.requestedHint")],
    ["busy", `${t("schedule.exhibitorBusy")} / ${t("schedule.youBusy")}`],
  ] as const;
  return (
    <Group gap="md" component="ul" className={classes.legend} aria-label={t("schedule.legend")}>
      {entries.map(([kind, words]) => (
        <Group gap={6} key={kind} component="li" wrap="nowrap">
          <span className={classes.swatch} data-kind={kind} />
          <Text size="xs" c="dimmed">
            {words}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
