import { Alert, Button, Center, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language, LinkInfo, Me } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { uuid7 } from "@/realtime/uuid7";
import { get, post } from "@/shared/api";
import { speak } from "@/shared/i18n";
import { ME } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { ReadState, RefusalNote } from "@/shared/ui/states";
import { LanguageSwitch } from "./language_switch";
import { NewPassword, PASSWORD_MIN } from "./new_password";

const route = getRouteApi("/link/$token");

/** The page behind a one-time link: an invitation, or a new password. */
export function OneTimeLink() {
  const { token } = route.useParams();
  const read = useQuery({
    queryKey: ["link", token],
    queryFn: () => get<LinkInfo>(`/link/${encodeURIComponent(token)}`),
  });
  const code = read.error instanceof Refused ? read.error.code : null;
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="lg" w={400} maw="100%">
        {code === "link_dead" || code === "not_found" ? (
          <Dead />
        ) : (
          <ReadState read={read}>{(info) => <Form token={token} info={info} />}</ReadState>
        )}
      </Paper>
    </Center>
  );
}

/** A new colleague keeps the language of this page and begins in the zone of this device. */
async function settleIn(me: Me, language: Language): Promise<void> {
  const id = uuid7(me.machine, (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  await post("/do/profile.update", { id, in: { language, zone } }).catch(() => {});
}

function Dead() {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start">
      <Title order={1} size="h3">
        {t("oneTime.dead")}
      </Title>
      <Text>{t("oneTime.deadHint")}</Text>
      <Button component={Link} to="/sign-in" variant="default">
        {t("oneTime.toSignIn")}
      </Button>
    </Stack>
  );
}

function Form({ token, info }: { token: string; info: LinkInfo }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const language = useLanguage();
  const [name, setName] = useState(info.name ?? "");
  const [password, setPassword] = useState("");
  const [repeat, setRepeat] = useState("");
  const [tried, setTried] = useState(false);
  const invited = info.kind === "invitation";
  const use = useMutation({
    mutationFn: () => post<Me>("/link", { token, password, ...(invited ? { name } : {}) }),
    onSuccess: async (me) => {
      queries.clear();
      queries.setQueryData(ME, me);
      if (invited) await settleIn(me, language);
      else await speak(me.user.language);
      await queries.invalidateQueries({ queryKey: ME });
      await navigate({ to: "/" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (password.length >= PASSWORD_MIN && password === repeat) use.mutate();
  };
  if (use.error instanceof Refused && use.error.code === "link_dead") return <Dead />;
  const invitation = info.company
    ? t("oneTime.invitationTitle", { company: info.company })
    : t("oneTime.invitationTitlePlain");
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Title order={1} size="h3">
          {invited ? invitation : t("oneTime.resetTitle")}
        </Title>
        <Alert color="gray" py="xs">
          {t("oneTime.forEmail", { email: info.email })}
        </Alert>
        {invited && <Text size="sm">{t("oneTime.known")}</Text>}
        {invited && (
          <TextInput
            label={t("oneTime.name")}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <NewPassword
          label={t("oneTime.password")}
          password={password}
          repeat={repeat}
          showProblems={tried}
          onPassword={setPassword}
          onRepeat={setRepeat}
        />
        <RefusalNote error={use.error} />
        <Button type="submit" loading={use.isPending}>
          {t("oneTime.submit")}
        </Button>
        <LanguageSwitch />
      </Stack>
    </form>
  );
}
