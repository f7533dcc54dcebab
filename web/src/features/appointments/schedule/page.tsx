import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition, Exhibitor, Id, OriginKind } from "@/protocol";
import { get } from "@/shared/api";
import { useTopicState } from "@/shared/live/realtime";
import { useEditionOf } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { useShown } from "@/shared/shown";
import { formatCountry } from "@/shared/time/format";
import { Page } from "@/shared/ui/page";
import { ReadPage } from "@/shared/ui/read_page";
import { Problem } from "@/shared/ui/states";
import { ScheduleForm } from "./form";
import { Steps } from "./steps";
import { Submitted } from "./submitted";

const route = getRouteApi("/shell/exhibitors/$exhibitor/schedule");

/** What was asked for, kept while the answer is awaited. */
export interface Request {
  start: number;
  end: number;
  topic: string;
  /** Known once the server has the request; until then it waits on this device. */
  sent: { appointment: Id; negotiation: Id } | null;
}

/** What was asked for; once the server has it, it stands in the address and survives a reload. */
function useRequest() {
  const { asked } = route.useSearch();
  const navigate = route.useNavigate();
  const [made, setMade] = useState<Request | null>(null);
  const { data } = useQuery({
    queryKey: ["appointment", asked],
    queryFn: () => get<Appointment>(`/appointments/${asked}`),
    enabled: asked !== undefined,
  });
  const shown = useShown();
  const setRequest = (request: Request | null) => {
    // What waited on this device may be sent when the person is elsewhere by now.
    if (!shown.current) return;
    setMade(request);
    const search = (before: object) => ({ ...before, asked: request?.sent?.appointment });
    void navigate({ search, replace: true });
  };
  return { request: made ?? (data && asked ? asRequest(data) : null), setRequest };
}

function asRequest({ id, negotiation, start, end, topic }: Appointment): Request {
  return { start, end, topic, sent: { appointment: id, negotiation } };
}

/** Scheduling an appointment with a salesperson or the company's queue, in three steps. */
export function SchedulePage() {
  const { exhibitor: id } = route.useParams();
  const read = useQuery({
    queryKey: ["exhibitor", id],
    queryFn: () => get<Exhibitor>(`/exhibitors/${id}`),
  });
  return <ReadPage read={read}>{(exhibitor) => <Schedule exhibitor={exhibitor} />}</ReadPage>;
}

function originKind(value: string | undefined): OriginKind {
  return value === "product" || value === "request" ? value : "exhibitor";
}

function Schedule({ exhibitor }: { exhibitor: Exhibitor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const search = route.useSearch();
  const edition = useEditionOf(exhibitor.edition);
  const { request, setRequest } = useRequest();
  const [accepted, setAccepted] = useState(false);
  const [round, setRound] = useState(0);
  const grid = search.grid ?? exhibitor.queue;
  const person = exhibitor.staff?.find((member) => member.grid === grid);
  const withName = person?.name ?? t("exhibitors.queue");
  const lead = [
    exhibitor.name,
    t("exhibitors.boothAt", { booth: exhibitor.booth }),
    exhibitor.business,
    formatCountry(exhibitor.country, language),
  ];
  if (!edition) return <Problem error={null} />;
  return (
    <Page
      title={t("schedule.title")}
      lead={
        <>
          {lead.filter(Boolean).join(" · ")}
          <br />
          {`${t("schedule.with")}: `}
          <strong>{withName}</strong>
        </>
      }
      width={1080}
    >
      <Steps active={request === null ? 0 : accepted ? 2 : 1} />
      <Announcement edition={edition} />
      {/* The form stays while the answer is awaited: after a refusal nothing typed is lost. */}
      <div hidden={request !== null}>
        <ScheduleForm
          key={round}
          exhibitor={exhibitor}
          edition={edition}
          grid={grid}
          firstDay={search.day}
          firstStart={round === 0 ? search.start : undefined}
          firstTopic={search.topic}
          origin={{ kind: originKind(search.origin), ref: search.ref ?? exhibitor.id }}
          onRequest={setRequest}
        />
      </div>
      {request !== null && (
        <Submitted
          request={request}
          edition={edition}
          name={`${exhibitor.name} (${withName})`}
          onAccepted={() => setAccepted(true)}
          onAnother={() => {
            setRequest(null);
            setAccepted(false);
            setRound(round + 1);
          }}
        />
      )}
    </Page>
  );
}

function Announcement({ edition }: { edition: Edition }) {
  const { t } = useTranslation();
  const announcement = useTopicState(`fair/${edition.id}`)?.announcement;
  if (!announcement) return null;
  return (
    <Alert color="amber" py="xs" title={t("schedule.announcement")}>
      {announcement.text}
    </Alert>
  );
}
