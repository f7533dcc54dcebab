import { Badge } from "@mantine/core";
import { useOpenRequests } from "@/shared/live/requests";
import { useEditions } from "@/shared/live/session";

/** How many requests wait for the reader, beside the way to them. */
export function OpenRequests() {
  const count = useOpenRequests(useEditions()?.edition);
  if (count === 0) return null;
  return (
    <Badge size="sm" color="amber" data-testid="open-requests">
      {count}
    </Badge>
  );
}
