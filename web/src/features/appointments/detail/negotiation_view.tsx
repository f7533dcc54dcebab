import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition } from "@/protocol";
import type { NegotiationState } from "@/protocol/facts";
import { useTopic } from "@/shared/live/realtime";
import { useEditionOf, useMe } from "@/shared/live/session";
import { useFair, useLanguage } from "@/shared/live/time";
import { formatCountry, formatMoment } from "@/shared/time/format";
import { Page } from "@/shared/ui/page";
import { Unread } from "@/shared/ui/read_page";
import { Loading, Problem } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";
import { AppointmentCard } from "./appointment_card";
import { History } from "./history";

interface NegotiationViewProps {
  id: string;
  /** The appointment the reader came for; it may be older than what the topic still carries. */
  focus: Appointment | null;
}

/** The live view of a negotiation. */
export function NegotiationView({ id, focus }: NegotiationViewProps) {
  const { t } = useTranslation();
  const me = useMe();
  const wasOpen = useRef(false);
  const view = useTopic(`negotiation/${id}`);
  if (view.is === "loading") return <Loading />;
  if (view.is === "gone") {
    return (
      <Unread error={null}>
        <Alert color="gray" icon={<IconLock size={18} />} data-testid="no-right">
          {t(wasOpen.current ? "state.gone" : "code.not_found")}
        </Alert>
      </Unread>
    );
  }
  wasOpen.current = true;
  return (
    <Shown
      state={view.state}
      here={view.here.filter((user) => user !== me.user.id).length}
      focus={focus}
    />
  );
}

interface ShownProps {
  state: NegotiationState;
  here: number;
  focus: Appointment | null;
}

function Shown({ state, here, focus }: ShownProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const fair = useFair(60_000);
  const { negotiation, appointments } = state;
  const edition = useEditionOf(negotiation.edition);
  const wanted = focus ? appointments.find(({ id }) => id === focus.id) : appointments[0];
  const shown = wanted ?? focus;
  if (!edition) return <Problem error={null} />;
  const lead = [
    t("negotiation.opened", {
      moment: formatMoment(negotiation.opened_at, edition.zone, language),
    }),
    ...(here > 0 ? [t("negotiation.here", { count: here })] : []),
  ];
  return (
    <Page
      title={t("negotiation.title", {
        buyer: negotiation.buyer.name,
        exhibitor: negotiation.exhibitor.name,
      })}
      lead={lead.join(" · ")}
      width={1080}
    >
      <ZoneBanner edition={edition} at={shown?.start ?? fair} />
      <Parties state={state} />
      {shown && <AppointmentCard key={shown.id} appointment={shown} edition={edition} />}
      <Past appointments={appointments} edition={edition} shown={shown?.id ?? null} />
    </Page>
  );
}

function Parties({ state }: { state: NegotiationState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { buyer, exhibitor } = state.negotiation;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} aria-label={t("negotiation.parties")}>
      <Paper withBorder p="sm">
        <Text size="sm" c="dimmed">
          {t("side.buyer")}
        </Text>
        <Text fw={600}>{buyer.name}</Text>
        <Text size="sm">{formatCountry(buyer.country, language)}</Text>
      </Paper>
      <Paper withBorder p="sm">
        <Text size="sm" c="dimmed">
          {t("side.exhibitor")}
        </Text>
        <Text fw={600}>{exhibitor.name}</Text>
        <Text size="sm">{t("exhibitors.boothAt", { booth: exhibitor.booth })}</Text>
      </Paper>
    </SimpleGrid>
  );
}

function Past(props: { appointments: Appointment[]; edition: Edition; shown: string | null }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4">
          {t("negotiation.appointments")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("negotiation.history", { count: props.appointments.length })}
        </Text>
      </Group>
      <History {...props} />
    </Stack>
  );
}
