import { Button, Divider, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "@/protocol";
import { signedOut } from "@/shared/api";
import { speak } from "@/shared/i18n";
import { useCommand } from "@/shared/live/command";
import { useMe, useRefreshMe } from "@/shared/live/session";
import { allZones } from "@/shared/time/zones";
import { Confirm } from "@/shared/ui/confirm";
import { Page } from "@/shared/ui/page";
import { RefusalNote } from "@/shared/ui/states";
import { PasswordForm } from "./password_form";

/** One's own name, language, zone, password and sessions. */
export function Profile() {
  const { t } = useTranslation();
  return (
    <Page title={t("profile.title")} width={520}>
      <PersonForm />
      <Divider />
      <PasswordForm />
      <Divider />
      <Sessions />
    </Page>
  );
}

function PersonForm() {
  const { t } = useTranslation();
  const me = useMe();
  const refreshMe = useRefreshMe();
  const update = useCommand("profile.update");
  const [name, setName] = useState(me.user.name);
  const [zone, setZone] = useState(me.user.zone);
  const [language, setLanguage] = useState<Language>(me.user.language);
  const [saved, setSaved] = useState(false);
  const zones = useMemo(() => [...new Set([me.user.zone, ...allZones()])], [me.user.zone]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaved(false);
    const answer = await update.run({ name: name.trim(), zone, language });
    if (!answer) return;
    await speak(language);
    await refreshMe();
    setSaved(true);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Title order={2} size="h4">
          {t("profile.person")}
        </Title>
        <TextInput
          label={t("profile.name")}
          value={name}
          maxLength={120}
          required
          withAsterisk={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput label={t("profile.email")} value={me.user.email} readOnly variant="filled" />
        {me.company && (
          <TextInput
            label={t("profile.company")}
            value={me.company.name}
            readOnly
            variant="filled"
          />
        )}
        <Select
          label={t("profile.language")}
          allowDeselect={false}
          value={language}
          onChange={(value) => setLanguage(value === "zh" ? "zh" : "en")}
          data={[
            { value: "en", label: "English" },
            { value: "zh", label: "中文" },
          ]}
        />
        <Select
          label={t("profile.zone")}
          description={t("profile.zoneHint")}
          allowDeselect={false}
          searchable
          limit={60}
          value={zone}
          onChange={(value) => value && setZone(value)}
          data={zones}
        />
        <Text size="sm" c="dimmed">
          {me.user.domestic ? t("profile.notifyDomestic") : t("profile.notifyOverseas")}
        </Text>
        <RefusalNote error={update.error} />
        <Group>
          <Button type="submit" loading={update.busy}>
            {t("profile.save")}
          </Button>
          <Text size="sm" role="status">
            {saved && t("state.saved")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const end = useCommand("session.end_all");
  const [asking, setAsking] = useState(false);
  const confirm = async () => {
    if (await end.run({})) signedOut.emit();
  };
  return (
    <Stack align="flex-start">
      <Title order={2} size="h4">
        {t("profile.sessions")}
      </Title>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("profile.endAll")}
      </Button>
      <Confirm
        opened={asking}
        title={t("profile.endAllConfirm")}
        consequence={t("profile.endAllConsequence")}
        confirm={t("profile.endAll")}
        back={t("profile.back")}
        busy={end.busy}
        error={end.error}
        onConfirm={() => void confirm()}
        onClose={() => setAsking(false)}
      />
    </Stack>
  );
}
