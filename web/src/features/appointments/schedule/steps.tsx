import { useTranslation } from "react-i18next";
import classes from "./steps.module.css";

const STEPS = ["step1", "step2", "step3"] as const;

/** Where the negotiation stands: asked, waiting, started. */
export function Steps({ active }: { active: number }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps} aria-label={t("schedule.steps")} data-testid="steps">
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-done={index < active}
          aria-current={index === active ? "step" : undefined}
        >
          <span className={classes.number}>{index + 1}</span>
          {t(`schedule.${step}`)}
        </li>
      ))}
    </ol>
  );
}
