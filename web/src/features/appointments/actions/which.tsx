import { Text } from "@mantine/core";
import type { Appointment } from "@/protocol";
import { useEditionOf } from "@/shared/live/session";
import { useTimesText } from "@/shared/ui/times";

/** Which appointment a dialog is about. */
export function Which({ appointment }: { appointment: Appointment }) {
  const timesText = useTimesText();
  const zone = useEditionOf(appointment.edition)?.zone ?? "UTC";
  return (
    <div data-testid="which">
      <Text fw={600}>{appointment.topic}</Text>
      <Text c="dimmed" className="parley-times">
        {timesText(appointment.start, appointment.end, zone)}
      </Text>
    </div>
  );
}
