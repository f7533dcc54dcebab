import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@/protocol";
import type { en } from "./en";

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

const CATALOGUES = {
  en: () => import("./en").then(({ en }) => en),
  zh: () => import("./zh").then(({ zh }) => zh),
};

/** Starts translation; of the catalogues only the one in use is loaded. */
export async function startTranslation(): Promise<void> {
  await i18next.use(initReactI18next).init({
    fallbackLng: false,
    resources: {},
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
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await CATALOGUES[language]());
  }
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}
