import { Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface ShownOnceProps {
  /** Empty: the connection was lost while it was made, and the server does not show it again. */
  secret: string;
  label: string;
  hint: string;
  lost: string;
  onDone(): void;
}

/** A secret that is shown this once, to be copied. */
export function ShownOnce({ secret, label, hint, lost, onDone }: ShownOnceProps) {
  const { t } = useTranslation();
  if (secret === "") {
    return (
      <Stack align="flex-end">
        <Text>{lost}</Text>
        <Button onClick={onDone}>{t("company.done")}</Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <Text>{hint}</Text>
      <TextInput
        label={label}
        value={secret}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        data-testid="shown-once"
      />
      <Group justify="flex-end">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t("company.copied") : t("company.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("company.done")}</Button>
      </Group>
    </Stack>
  );
}
