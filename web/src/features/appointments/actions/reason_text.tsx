import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment, RejectPreset } from "@/protocol";

const PRESETS: readonly string[] = ["schedule_conflict", "not_our_product", "quantity", "other"];

function isPreset(value: string): value is RejectPreset {
  return PRESETS.includes(value);
}

/** Who closed an appointment, and why. */
export function ReasonText({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { closed_by: by, reason } = appointment;
  if (by?.side === "organiser") return <Text fw={600}>{t("reason.organiser")}</Text>;
  return (
    <Stack gap={4}>
      {by && <Text c="dimmed">{t("reason.by", { name: by.name, side: t(sideKey(by.side)) })}</Text>}
      {reason && isPreset(reason.preset) && (
        <Text fw={600}>{t(`reason.presets.${reason.preset}`)}</Text>
      )}
      {reason?.text && <Text style={{ whiteSpace: "pre-wrap" }}>{reason.text}</Text>}
      {!reason && <Text>{t("reason.none")}</Text>}
    </Stack>
  );
}

/** The word for a side. */
function sideKey(side: string) {
  if (side === "buyer") return "reason.sideBuyer";
  return side === "exhibitor" ? "reason.sideExhibitor" : "reason.sideSystem";
}
