import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { HomepageView } from "@/protocol";

type Link = HomepageView["links"][number];
const MOST = 6;

/** Tabs of a company's own, such as a VR booth. */
export function Links({ links, onChange }: { links: Link[]; onChange(links: Link[]): void }) {
  const { t } = useTranslation();
  const set = (at: number, part: Partial<Link>) =>
    onChange(links.map((link, index) => (index === at ? { ...link, ...part } : link)));
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} style={{ border: 0 }}>
      <Text component="legend" size="sm" fw={500}>
        {t("edit.links")}
      </Text>
      {links.map((link, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a link has no name of its own while it is typed
        <Group key={at} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            aria-label={t("edit.linkLabel")}
            placeholder={t("edit.linkLabel")}
            value={link.label}
            maxLength={40}
            onChange={(event) => set(at, { label: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t("edit.linkUrl")}
            placeholder="https://"
            type="url"
            flex={1}
            value={link.url}
            onChange={(event) => set(at, { url: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("edit.removeLine")}
            onClick={() => onChange(links.filter((_, index) => index !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {links.length < MOST && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...links, { label: "", url: "" }])}
          >
            {t("edit.addLink")}
          </Button>
        </div>
      )}
    </Stack>
  );
}
