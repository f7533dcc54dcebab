import { Button, Group, Modal, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "@/protocol";
import { get } from "@/shared/api";
import { useCommand } from "@/shared/live/command";
import { Confirm } from "@/shared/ui/confirm";
import { ReadState, RefusalNote } from "@/shared/ui/states";
import { useDateText } from "@/shared/ui/times";
import { COLUMNS } from "./columns";
import { ShownOnce } from "./shown_once";

const KEYS = ["api-keys"] as const;
const NAME_LIMIT = 120;

/** The keys of a company's scripts, or of an organiser's own: made, shown once, revoked. */
export function Keys() {
  const { t } = useTranslation();
  const read = useQuery({ queryKey: KEYS, queryFn: () => get<ApiKey[]>("/api-keys") });
  return (
    <section aria-labelledby="keys">
      <Title order={2} size="h4" id="keys">
        {t("keys.title")}
      </Title>
      <Text c="dimmed" mb="xs">
        {t("keys.hint")}
      </Text>
      <Stack gap="sm">
        <ReadState read={read}>{(keys) => <List keys={keys} />}</ReadState>
        <Make />
      </Stack>
    </section>
  );
}

function List({ keys }: { keys: ApiKey[] }) {
  const { t } = useTranslation();
  if (keys.length === 0) return <Text c="dimmed">{t("keys.none")}</Text>;
  return (
    <Table data-testid="keys">
      <Table.Thead visibleFrom="sm">
        <Table.Tr>
          <Table.Th w={COLUMNS.wideName}>{t("keys.name")}</Table.Th>
          <Table.Th w={COLUMNS.role}>{t("keys.madeOn")}</Table.Th>
          <Table.Th w={COLUMNS.date}>{t("keys.usedOn")}</Table.Th>
          <Table.Th w={COLUMNS.actions} ta="end">
            {t("company.actions")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Row key={key.id} apiKey={key} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const dateText = useDateText();
  const queries = useQueryClient();
  const revoke = useCommand("api_key.revoke");
  const [asking, setAsking] = useState(false);
  const made = dateText(apiKey.created_at);
  const used = apiKey.last_used_at === null ? null : dateText(apiKey.last_used_at);
  const confirm = async () => {
    if (!(await revoke.run({ id: apiKey.id }))) return;
    setAsking(false);
    void queries.invalidateQueries({ queryKey: KEYS });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500}>{apiKey.name}</Text>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {`${t("keys.made", { day: made })} · ${
            used === null ? t("keys.unused") : t("keys.used", { day: used })
          }`}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: "nowrap" }}>
        {made}
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: "nowrap" }}>
        {used ?? t("keys.never")}
      </Table.Td>
      <Table.Td ta="end">
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          c="var(--mantine-color-error)"
          aria-label={t("keys.revokeNamed", { name: apiKey.name })}
          onClick={() => setAsking(true)}
        >
          {t("keys.revoke")}
        </Button>
        <Confirm
          opened={asking}
          title={t("keys.revokeTitle", { name: apiKey.name })}
          consequence={t("keys.revokeConsequence")}
          confirm={t("keys.revoke")}
          back={t("company.back")}
          busy={revoke.busy}
          error={revoke.error}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function Make() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const create = useCommand("api_key.create");
  const [name, setName] = useState("");
  const [secret, setSecret] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await create.run({ name: name.trim() });
    if (!answer) return;
    setSecret(answer.key ?? "");
    void queries.invalidateQueries({ queryKey: KEYS });
  };
  const close = () => {
    setSecret(null);
    setName("");
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t("keys.name")}
          value={name}
          maxLength={NAME_LIMIT}
          w={280}
          maw="100%"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={create.busy} disabled={name.trim() === ""}>
          {t("keys.make")}
        </Button>
      </Group>
      <RefusalNote error={create.error} />
      <Modal
        opened={secret !== null}
        onClose={close}
        title={t("keys.newTitle", { name })}
        closeButtonProps={{ "aria-label": t("company.back") }}
        closeOnClickOutside={false}
        centered
      >
        {secret !== null && (
          <ShownOnce
            secret={secret}
            label={t("keys.key")}
            hint={t("keys.newHint")}
            lost={t("keys.lost")}
            onDone={close}
          />
        )}
      </Modal>
    </form>
  );
}
