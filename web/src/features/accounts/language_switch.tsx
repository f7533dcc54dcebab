import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Language } from "@/protocol";
import { speak } from "@/shared/i18n";
import { useLanguage } from "@/shared/live/time";

/** The language before anybody is signed in. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t("top.language")}
      size="xs"
      value={useLanguage()}
      onChange={(language) => void speak(language as Language)}
      data={[
        { value: "en", label: "English" },
        { value: "zh", label: "中文" },
      ]}
    />
  );
}
