import { ActionIcon, Group, Progress, Text } from "@mantine/core";
import { IconRefresh, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Unreachable } from "@/shared/api";
import { usePictureErrorText } from "./rules";
import type { Uploads, Waiting } from "./uploads";

/** One file on its way, or why it was not taken. */
export function WaitingFile(props: { item: Waiting; uploads: Uploads }) {
  const { item, uploads } = props;
  const { t } = useTranslation();
  const errorText = usePictureErrorText();
  const name = item.file.name;
  const failed = item.error !== null;
  return (
    <li>
      <Group gap="xs" wrap="nowrap">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text size="sm" truncate>
            {name}
          </Text>
          {failed ? (
            <Text size="sm" c="red" role="alert">
              {errorText(item.error)}
            </Text>
          ) : (
            <Progress
              value={item.progress * 100}
              size="sm"
              aria-label={t("pictures.sending", { name })}
            />
          )}
        </div>
        {item.error instanceof Unreachable && (
          <ActionIcon
            variant="subtle"
            aria-label={t("pictures.again", { name })}
            onClick={() => uploads.again(item)}
          >
            <IconRefresh size={16} />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t(failed ? "pictures.dismiss" : "pictures.cancel", { name })}
          onClick={() => uploads.drop(item)}
        >
          <IconX size={16} />
        </ActionIcon>
      </Group>
    </li>
  );
}
