import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Exhibitor, HomepageView } from "@/protocol";
import { useLanguage } from "@/shared/live/time";
import { useNamed } from "@/shared/names";
import { formatCountry } from "@/shared/time/format";
import { Empty } from "@/shared/ui/states";
import beside from "../beside.module.css";
import classes from "./stand.module.css";

/** What a company says of itself. */
export function Profile({ page }: { page: HomepageView }) {
  const { t } = useTranslation();
  const named = useNamed();
  const words = named(page.profile, page.profile_zh);
  if (!words) return <Empty text={t("stand.noProfile")} />;
  return <Text className={beside.words}>{words}</Text>;
}

/** How to reach a company besides its stand. */
export function Contact({ page, exhibitor }: { page: HomepageView; exhibitor: Exhibitor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { email, phone, website, address } = page.contact;
  const lines = [
    { name: t("exhibitors.booth"), value: exhibitor.booth },
    { name: t("stand.email"), value: email, href: `mailto:${email}` },
    { name: t("stand.phone"), value: phone, href: `tel:${phone.replace(/[^+\d]/g, "")}` },
    { name: t("stand.website"), value: website, href: website },
    { name: t("stand.address"), value: address },
    { name: t("exhibitors.country"), value: formatCountry(exhibitor.country, language) },
  ];
  return (
    <dl className={classes.pairs}>
      {lines
        .filter((line) => line.value)
        .map(({ name, value, href }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {href ? (
                <Anchor
                  href={href}
                  {...(href === website && { target: "_blank", rel: "noopener noreferrer" })}
                >
                  {value}
                </Anchor>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
    </dl>
  );
}
