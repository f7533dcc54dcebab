import { Divider, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edition } from "@/protocol";
import { useEditions } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { Page } from "@/shared/ui/page";
import { Empty, Loading, Problem } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";
import { RequestRow } from "./request_row";
import { useRequests } from "./use_requests";

/** The exhibitor's inbox: who waits for an answer. */
export function Requests() {
  const { t } = useTranslation();
  const edition = useEditions()?.edition;
  return (
    <Page title={t("requests.title")} lead={t("requests.lead")} width={1080}>
      {edition ? (
        <List key={edition.id} edition={edition} />
      ) : (
        <Empty text={t("requests.noExhibitor")} />
      )}
    </Page>
  );
}

function List({ edition }: { edition: Edition }) {
  const { t } = useTranslation();
  const fair = useFair(60_000);
  const { rows, arrived, loading, error, refetch } = useRequests(edition);
  const before = rows.filter(({ id }) => !arrived.has(id));
  const after = rows.filter(({ id }) => arrived.has(id));
  return (
    <>
      <ZoneBanner edition={edition} at={fair} />
      {loading && <Loading />}
      {error ? <Problem error={error} retry={refetch} /> : null}
      {!loading && !error && rows.length === 0 && (
        <Empty text={t("requests.empty")} hint={t("appointments.emptyHintSales")} />
      )}
      <Stack gap="xs" data-testid="requests">
        {before.map((appointment) => (
          <RequestRow key={appointment.id} appointment={appointment} edition={edition} />
        ))}
        <div role="status">
          {after.length > 0 && (
            <Divider
              label={t("requests.newLine", { count: after.length })}
              labelPosition="center"
              color="teal"
            />
          )}
        </div>
        {after.map((appointment) => (
          <RequestRow key={appointment.id} appointment={appointment} edition={edition} />
        ))}
      </Stack>
    </>
  );
}
