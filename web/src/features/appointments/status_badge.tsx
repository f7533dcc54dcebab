import { Badge } from "@mantine/core";
import { IconBan, IconCheck, IconClock, IconClockX, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AppointmentStatus } from "@/protocol";

const LOOK = {
  pending: { color: "amber", Icon: IconClock },
  accepted: { color: "teal", Icon: IconCheck },
  rejected: { color: "red", Icon: IconX },
  cancelled: { color: "gray", Icon: IconBan },
  expired: { color: "gray", Icon: IconClockX },
} as const satisfies { [status in AppointmentStatus]: object };

/** The one canonical status, by word, icon and colour. */
export function StatusBadge({ status }: { status: AppointmentStatus }) {
  const { t } = useTranslation();
  const { color, Icon } = LOOK[status];
  return (
    <Badge
      color={color}
      leftSection={<Icon size={12} aria-hidden />}
      data-testid="status"
      style={{ flexShrink: 0, minWidth: "max-content" }}
    >
      {t(`status.${status}`)}
    </Badge>
  );
}
