import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Exhibitor, HomepageView } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { useCommand } from "@/shared/live/command";
import { RefusalNote } from "@/shared/ui/states";
import { PairLines } from "./pair_lines";

/** As many tabs of its own as the server takes. */
const LINKS = 6;

interface HomepageFormProps {
  exhibitor: Exhibitor;
  page: HomepageView;
  /** Begins anew with what is there now; what was typed is given up. */
  onAnew(): void;
}

/** Business, profile, contact and own tabs. What was typed stays when somebody else has saved meanwhile. */
export function HomepageForm({ exhibitor, page, onAnew }: HomepageFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const save = useCommand("homepage.set");
  const [business, setBusiness] = useState(exhibitor.business);
  const [businessZh, setBusinessZh] = useState(exhibitor.business_zh);
  const { revision, ...read } = page;
  // What this form has read, whatever is read behind its back.
  const [base, setBase] = useState(revision);
  const [saved, setSaved] = useState(false);
  const [text, setText] = useState(read);
  const { contact } = text;
  const change = (part: Partial<typeof text>) => setText({ ...text, ...part });
  const reach = (part: Partial<typeof contact>) =>
    setText({ ...text, contact: { ...contact, ...part } });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaved(false);
    const answer = await save.run({
      exhibitor: exhibitor.id,
      revision: base,
      business,
      business_zh: businessZh,
      page: text,
    });
    if (!answer) return;
    setBase(answer.revision);
    setSaved(true);
    await queries.invalidateQueries({ queryKey: ["homepage", exhibitor.id] });
    await queries.invalidateQueries({ queryKey: ["exhibitor", exhibitor.id] });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Title order={2} size="h4">
          {t("edit.homepage")}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t("edit.business")}
            value={business}
            maxLength={120}
            onChange={(event) => setBusiness(event.currentTarget.value)}
          />
          <TextInput
            label={t("edit.businessZh")}
            lang="zh"
            value={businessZh}
            maxLength={120}
            onChange={(event) => setBusinessZh(event.currentTarget.value)}
          />
          <Textarea
            label={t("edit.profile")}
            autosize
            minRows={4}
            maxLength={4000}
            value={text.profile}
            onChange={(event) => change({ profile: event.currentTarget.value })}
          />
          <Textarea
            label={t("edit.profileZh")}
            lang="zh"
            autosize
            minRows={4}
            maxLength={4000}
            value={text.profile_zh}
            onChange={(event) => change({ profile_zh: event.currentTarget.value })}
          />
          <TextInput
            label={t("stand.email")}
            type="email"
            value={contact.email}
            onChange={(event) => reach({ email: event.currentTarget.value })}
          />
          <TextInput
            label={t("stand.phone")}
            type="tel"
            value={contact.phone}
            onChange={(event) => reach({ phone: event.currentTarget.value })}
          />
          <TextInput
            label={t("stand.website")}
            type="url"
            placeholder="https://"
            value={contact.website}
            onChange={(event) => reach({ website: event.currentTarget.value })}
          />
          <TextInput
            label={t("stand.address")}
            value={contact.address}
            onChange={(event) => reach({ address: event.currentTarget.value })}
          />
        </SimpleGrid>
        <PairLines
          legend={t("edit.links")}
          add={t("edit.addLink")}
          most={LINKS}
          lines={text.links}
          empty={{ label: "", url: "" }}
          sides={[
            { field: "label", label: t("edit.linkLabel"), maxLength: 40, width: "36%" },
            { field: "url", label: t("edit.linkUrl"), placeholder: "https://", type: "url" },
          ]}
          onChange={(links) => change({ links })}
        />
        <RefusalNote error={save.error} />
        <Group>
          <Button type="submit" variant="default" loading={save.busy}>
            {t("edit.save")}
          </Button>
          {save.error instanceof Refused && save.error.code === "stale" && (
            <Button variant="subtle" onClick={onAnew}>
              {t("edit.anew")}
            </Button>
          )}
          <Text role="status" size="sm" c="dimmed">
            {saved && t("edit.saved")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
