import { useTranslation } from "react-i18next";
import { Password } from "@/shared/ui/password";

/** The shortest password the page lets through; the server has the last word. */
export const PASSWORD_MIN = 10;

interface NewPasswordProps {
  label: string;
  password: string;
  repeat: string;
  /** Problems are shown after the first try, not while the first letters are typed. */
  showProblems: boolean;
  onPassword(value: string): void;
  onRepeat(value: string): void;
}

/** A new password, twice. */
export function NewPassword(props: NewPasswordProps) {
  const { t } = useTranslation();
  const short = props.showProblems && props.password.length < PASSWORD_MIN;
  const differs = props.showProblems && !short && props.password !== props.repeat;
  return (
    <>
      <Password
        label={props.label}
        description={t("oneTime.hint", { count: PASSWORD_MIN })}
        autoComplete="new-password"
        value={props.password}
        error={short && t("oneTime.short", { count: PASSWORD_MIN })}
        onChange={(event) => props.onPassword(event.currentTarget.value)}
      />
      <Password
        label={t("oneTime.repeat")}
        autoComplete="new-password"
        value={props.repeat}
        error={differs && t("oneTime.differs")}
        onChange={(event) => props.onRepeat(event.currentTarget.value)}
      />
    </>
  );
}
