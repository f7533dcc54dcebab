import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/shared/live/command";
import { Password } from "@/shared/ui/password";
import { RefusalNote } from "@/shared/ui/states";
import { NewPassword, PASSWORD_MIN } from "./new_password";

/** Changes one's own password; every other session ends with it. */
export function PasswordForm() {
  const { t } = useTranslation();
  const change = useCommand("password.change");
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [repeat, setRepeat] = useState("");
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setDone(false);
    if (password.length < PASSWORD_MIN || password !== repeat) return;
    if (!(await change.run({ current, new: password }))) return;
    setCurrent("");
    setPassword("");
    setRepeat("");
    setTried(false);
    setDone(true);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <Title order={2} size="h4">
          {t("profile.password")}
        </Title>
        <Password
          label={t("profile.current")}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPassword
          label={t("profile.new")}
          password={password}
          repeat={repeat}
          showProblems={tried}
          onPassword={setPassword}
          onRepeat={setRepeat}
        />
        <RefusalNote error={change.error} />
        <Group>
          <Button type="submit" variant="default" loading={change.busy} disabled={!current}>
            {t("profile.change")}
          </Button>
          <Text size="sm" role="status">
            {done && t("profile.changed")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
