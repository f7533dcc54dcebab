import { ActionIcon, Menu, Modal } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { RefusalNote } from "@/shared/ui/states";
import { LinkOnce } from "./link_once";
import { Removal } from "./removal";

interface MemberActionsProps {
  member: Member;
  /** Everybody else of the company, who may take his appointments over. */
  colleagues: Member[];
}

/** What an admin can do with a colleague. */
export function MemberActions({ member, colleagues }: MemberActionsProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const setAdmin = useCommand("staff.set_admin");
  const reset = useCommand("staff.reset_link");
  const [removing, setRemoving] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const { user, name, admin } = member;
  const readAgain = () => void queries.invalidateQueries({ queryKey: ["members"] });
  const changeRole = async () => {
    if (await setAdmin.run({ user, admin: !admin })) readAgain();
  };
  const makeLink = async () => {
    const answer = await reset.run({ user });
    if (answer) setLink(answer.link ?? "");
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("company.actionsFor", { name })}
            loading={setAdmin.busy || reset.busy}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void changeRole()}>
            {admin ? t("company.makeStaff") : t("company.makeAdmin")}
          </Menu.Item>
          <Menu.Item onClick={() => void makeLink()}>{t("company.resetLink")}</Menu.Item>
          <Menu.Item c="var(--mantine-color-error)" onClick={() => setRemoving(true)}>
            {t("company.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RefusalNote error={setAdmin.error ?? reset.error} />
      {removing && (
        <Removal
          member={member}
          colleagues={colleagues}
          onRemoved={readAgain}
          onClose={() => setRemoving(false)}
        />
      )}
      <Modal
        opened={link !== null}
        onClose={() => setLink(null)}
        title={t("company.linkTitle", { name })}
        closeButtonProps={{ "aria-label": t("company.back") }}
        closeOnClickOutside={false}
        centered
      >
        {link !== null && <LinkOnce link={link} onDone={() => setLink(null)} />}
      </Modal>
    </>
  );
}
