import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@/protocol";
import { en } from "./en";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const STORED = "parley.language";

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === "en" || stored === "zh") return stored;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

/** Starts translation; only the language in use beside English is loaded. */
export async function startTranslation(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = i18next.dir(language);
  });
  await speak(firstLanguage());
}

/** Changes the language of the whole page and remembers it on this device. */
export async function speak(language: Language): Promise<void> {
  if (language === "zh" && !i18next.hasResourceBundle("zh", "translation")) {
    const { zh } = await import("./zh");
    i18next.addResourceBundle("zh", "translation", zh);
  }
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}
