import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/shared/live/command";
import { RefusalNote } from "@/shared/ui/states";
import { LinkOnce } from "./link_once";

/** Invites a colleague: the link is shown once, to be handed over by hand. */
export function Invite({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const invite = useCommand("staff.invite");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [admin, setAdmin] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const close = () => {
    setName("");
    setEmail("");
    setAdmin(false);
    setLink(null);
    invite.clear();
    onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await invite.run({ name: name.trim(), email: email.trim(), admin });
    if (!answer) return;
    setLink(answer.link ?? "");
    void queries.invalidateQueries({ queryKey: ["members"] });
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={link !== null ? t("company.linkTitle", { name }) : t("company.inviteTitle")}
      closeButtonProps={{ "aria-label": t("company.back") }}
      closeOnClickOutside={link === null}
      centered
    >
      {link !== null ? (
        <LinkOnce link={link} onDone={close} />
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            <TextInput
              label={t("company.name")}
              required
              withAsterisk={false}
              value={name}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t("company.email")}
              type="email"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Checkbox
              label={t("company.inviteAdmin")}
              checked={admin}
              onChange={(event) => setAdmin(event.currentTarget.checked)}
            />
            <RefusalNote error={invite.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t("company.back")}
              </Button>
              <Button type="submit" loading={invite.busy}>
                {t("company.inviteSubmit")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
