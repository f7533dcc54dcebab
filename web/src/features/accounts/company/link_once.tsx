import { Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/**
 * A one-time link, shown this once. The server names only the path; people need the address. Empty:
 * the connection was lost while it was made, and the server does not show it a second time.
 */
export function LinkOnce({ link, onDone }: { link: string; onDone(): void }) {
  const { t } = useTranslation();
  if (link === "") {
    return (
      <Stack align="flex-end">
        <Text>{t("company.linkLost")}</Text>
        <Button onClick={onDone}>{t("company.done")}</Button>
      </Stack>
    );
  }
  const address = new URL(link, window.location.origin).href;
  return (
    <Stack>
      <Text>{t("company.linkHint")}</Text>
      <TextInput
        label={t("company.linkLabel")}
        value={address}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        data-testid="one-time-link"
      />
      <Group justify="flex-end">
        <CopyButton value={address}>
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
