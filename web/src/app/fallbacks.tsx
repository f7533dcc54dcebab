import { Alert, Button, Center, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Unreachable } from "@/shared/api";
import { useErrorText } from "@/shared/errors";

/** An address that means nothing. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Center mih="60vh" p="md">
      <Stack align="flex-start" gap="xs" data-testid="not-found">
        <Title order={1} size="h3">
          {t("state.notFound")}
        </Title>
        <Text c="dimmed">{t("state.notFoundHint")}</Text>
        <Button component={Link} to="/" mt="sm">
          {t("state.home")}
        </Button>
      </Stack>
    </Center>
  );
}

/** A page that failed: without a server it says so, and a new try is one click. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const offline = error instanceof Unreachable;
  return (
    <Center mih="60vh" p="md">
      <Alert
        color={offline ? "amber" : "red"}
        title={offline ? t("code.unreachable") : t("state.broken")}
        role="alert"
      >
        <Stack align="flex-start">
          <Text>{offline ? t("state.reloadHint") : errorText(error)}</Text>
          <Button
            variant="default"
            onClick={() => {
              reset();
              window.location.reload();
            }}
          >
            {t("state.reload")}
          </Button>
        </Stack>
      </Alert>
    </Center>
  );
}
