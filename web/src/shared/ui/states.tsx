import { Alert, Button, Center, Group, Loader, Stack, Text } from "@mantine/core";
import { IconFileUnknown, IconLock, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/protocol/codes";
import { Unreachable } from "@/shared/api";
import { useErrorText } from "@/shared/errors";

/** Waiting for the first answer. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center py="xl" role="status" aria-label={t("state.loading")}>
      <Loader size="sm" />
    </Center>
  );
}

/** Nothing there yet, and what to do about it. */
export function Empty(props: { text: string; hint?: string; children?: ReactNode }) {
  return (
    <Stack align="flex-start" gap={4} py="xl" data-testid="empty">
      <Text fw={500}>{props.text}</Text>
      {props.hint && <Text c="dimmed">{props.hint}</Text>}
      {props.children}
    </Stack>
  );
}

/** Why something cannot be shown: no right, no connection, or a failure that can be tried again. */
export function Problem(props: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const code = props.error instanceof Refused ? props.error.code : null;
  if (code === "no_right") {
    return (
      <Alert color="gray" icon={<IconLock size={18} />} data-testid="no-right">
        {t("state.noRight")}
      </Alert>
    );
  }
  if (code === "not_found" || code === "unknown_topic" || code === "malformed") {
    return (
      <Alert color="gray" icon={<IconFileUnknown size={18} />} data-testid="not-found">
        {t("code.not_found")}
      </Alert>
    );
  }
  const offline = props.error instanceof Unreachable;
  return (
    <Alert
      color={offline ? "amber" : "red"}
      icon={offline ? <IconPlugConnectedX size={18} /> : undefined}
      role="alert"
    >
      <Group justify="space-between">
        <Text>{offline ? t("state.offlineEmpty") : errorText(props.error)}</Text>
        {props.retry && (
          <Button size="compact-sm" variant="default" onClick={props.retry}>
            {t("state.retry")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** A refusal at the spot where it was earned. */
export function RefusalNote(props: { error: unknown }) {
  const errorText = useErrorText();
  if (!props.error) return null;
  return (
    <Alert color="red" role="alert" py="xs">
      {errorText(props.error)}
    </Alert>
  );
}

export interface Read<T> {
  data: T | undefined;
  error: unknown;
  refetch(): unknown;
}

/** The states of a list in one place: loading, failed, or there. What was read stays when old. */
export function ReadState<T>(props: { read: Read<T>; children: (data: T) => ReactNode }) {
  const { data, error, refetch } = props.read;
  if (data !== undefined) return props.children(data);
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  return <Loading />;
}
