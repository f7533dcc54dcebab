import { Divider } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Exhibitor } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { useMe } from "@/shared/live/session";
import { useNamed } from "@/shared/names";
import { ButtonLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { ReadPage, Unread } from "@/shared/ui/read_page";
import { ReadState } from "@/shared/ui/states";
import { useHomepage, useStand } from "../reads";
import { HomepageForm } from "./homepage_form";
import { Shelf } from "./shelf";

const route = getRouteApi("/shell/exhibitors/$exhibitor/edit");

/** Where a company writes its homepage and keeps its products. */
export function EditStand() {
  const { exhibitor: id } = route.useParams();
  const read = useStand(id);
  return <ReadPage read={read}>{(exhibitor) => <Editing exhibitor={exhibitor} />}</ReadPage>;
}

function Editing({ exhibitor }: { exhibitor: Exhibitor }) {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const page = useHomepage(exhibitor.id);
  const [round, setRound] = useState(0);
  if (me.company?.id !== exhibitor.company) {
    return <Unread error={new Refused({ code: "no_right", text: "", more: {} })} />;
  }
  return (
    <Page
      title={t("edit.title")}
      lead={named(exhibitor.name, exhibitor.name_zh)}
      width={860}
      aside={
        <ButtonLink
          to="/exhibitors/$exhibitor"
          params={{ exhibitor: exhibitor.id }}
          variant="default"
        >
          {t("edit.view")}
        </ButtonLink>
      }
    >
      <Shelf exhibitor={exhibitor.id} />
      {me.company.admin && (
        <>
          <Divider />
          <ReadState read={page}>
            {(data) => (
              <HomepageForm
                key={round}
                exhibitor={exhibitor}
                page={data}
                onAnew={() => void page.refetch().then(() => setRound(round + 1))}
              />
            )}
          </ReadState>
        </>
      )}
    </Page>
  );
}
