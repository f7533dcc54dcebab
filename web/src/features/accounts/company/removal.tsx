import { List, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Member, MemberAhead } from "@/protocol";
import { get } from "@/shared/api";
import { useCommand } from "@/shared/live/command";
import { useMe } from "@/shared/live/session";
import { Confirm } from "@/shared/ui/confirm";
import { ReadState } from "@/shared/ui/states";

interface RemovalProps {
  member: Member;
  colleagues: Member[];
  onRemoved(): void;
  onClose(): void;
}

/** Asks before somebody is removed: how much he has ahead of him, and who takes it over. */
export function Removal({ member, colleagues, onRemoved, onClose }: RemovalProps) {
  const { t } = useTranslation();
  const me = useMe();
  const remove = useCommand("staff.remove");
  const buys = me.company?.kind === "buyer";
  const [heir, setHeir] = useState<string | null>(buys ? me.user.id : null);
  const { user, name } = member;
  const ahead = useQuery({
    queryKey: ["members", user, "ahead"],
    queryFn: () => get<MemberAhead>(`/company/members/${user}/ahead`),
    // It is what is confirmed: never one that was read for an earlier look.
    gcTime: 0,
  });
  const confirm = async () => {
    if (!(await remove.run(heir ? { user, to: heir } : { user }))) return;
    onClose();
    onRemoved();
  };
  return (
    <Confirm
      opened
      title={t("company.removeTitle", { name })}
      consequence={t("company.removeConsequence")}
      confirm={t("company.removeSubmit")}
      back={t("company.back")}
      busy={remove.busy || ahead.isPending}
      error={remove.error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <ReadState read={ahead}>
        {(counts) => (
          <>
            <Counts counts={counts} />
            {counts.pending + counts.accepted > 0 && (
              <Select
                label={t("company.heir")}
                description={t(buys ? "company.heirHintBuyer" : "company.heirHintSales")}
                placeholder={buys ? undefined : t("company.heirNoneSales")}
                data={colleagues.map((one) => ({ value: one.user, label: one.name }))}
                value={heir}
                onChange={setHeir}
                clearable={!buys}
                allowDeselect={!buys}
                comboboxProps={{ withinPortal: true }}
              />
            )}
          </>
        )}
      </ReadState>
    </Confirm>
  );
}

function Counts({ counts: { accepted, pending } }: { counts: MemberAhead }) {
  const { t } = useTranslation();
  if (accepted + pending === 0) return <Text c="dimmed">{t("company.aheadNothing")}</Text>;
  return (
    <List data-testid="ahead">
      {accepted > 0 && <List.Item>{t("company.aheadAccepted", { count: accepted })}</List.Item>}
      {pending > 0 && <List.Item>{t("company.aheadPending", { count: pending })}</List.Item>}
    </List>
  );
}
