import { Button, Center, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/protocol";
import { post } from "@/shared/api";
import { speak } from "@/shared/i18n";
import { ME } from "@/shared/live/session";
import { Password } from "@/shared/ui/password";
import { RefusalNote } from "@/shared/ui/states";
import { LanguageSwitch } from "./language_switch";

const route = getRouteApi("/sign-in");

/** A page of this client to return to; anything that could leave it is ignored. */
function safeTarget(to: string | undefined): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.startsWith("/\\") ? to : "/";
}

/** E-mail and password; back to where the person came from. */
export function SignIn() {
  const { t } = useTranslation();
  const { to } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  useEffect(() => {
    document.title = `${t("signIn.title")} · ${t("app.name")}`;
  }, [t]);
  const login = useMutation({
    mutationFn: () => post<Me>("/login", { email: email.trim(), password }),
    onSuccess: async (me) => {
      queries.clear();
      queries.setQueryData(ME, me);
      await speak(me.user.language);
      router.history.push(safeTarget(to));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="lg" w={380} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <div>
              <Text fw={700} c="var(--parley-accent-text)">
                {t("app.name")}
              </Text>
              <Text c="dimmed" size="sm">
                {t("signIn.lead")}
              </Text>
            </div>
            <Title order={1} size="h3">
              {t("signIn.title")}
            </Title>
            <TextInput
              label={t("signIn.email")}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Password
              label={t("signIn.password")}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <RefusalNote error={login.error} />
            <Button type="submit" loading={login.isPending}>
              {t("signIn.submit")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("signIn.forgot")}
            </Text>
            <LanguageSwitch />
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
