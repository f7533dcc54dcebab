import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edition, Exhibitor } from "@/protocol";
import { useLanguage } from "@/shared/live/time";
import { useNamed } from "@/shared/names";
import { formatCountry, formatMoment } from "@/shared/time/format";
import { TextLink } from "@/shared/ui/links";
import { Times } from "@/shared/ui/times";
import classes from "./exhibitors.module.css";
import { useSections } from "./sections";

/** One exhibitor in a list: what it sells, where it stands, when it is free. */
export function ExhibitorRow(props: { exhibitor: Exhibitor; edition: Edition | undefined }) {
  const { exhibitor, edition } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const named = useNamed();
  const section = useSections(exhibitor.edition).nameOf(exhibitor.section);
  const business = named(exhibitor.business, exhibitor.business_zh);
  const country = formatCountry(exhibitor.country, language);
  const free = exhibitor.next_free;
  return (
    <Table.Tr className={classes.row}>
      <Table.Td>
        <TextLink
          to="/exhibitors/$exhibitor"
          params={{ exhibitor: exhibitor.id }}
          fw={500}
          className={classes.link}
        >
          {named(exhibitor.name, exhibitor.name_zh)}
        </TextLink>
        <Text size="sm" c="dimmed">
          {[business, country].filter(Boolean).join(" · ")}
        </Text>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {section}
        </Text>
        {free !== undefined && edition && (
          <Text size="sm" hiddenFrom="sm">
            {t("exhibitors.freeAt", { moment: formatMoment(free, edition.zone, language) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{exhibitor.booth}</Table.Td>
      <Table.Td visibleFrom="sm">{section}</Table.Td>
      <Table.Td visibleFrom="sm">
        {free !== undefined && edition ? (
          <Times start={free} end={free + edition.rules.minutes * 60_000} zone={edition.zone} />
        ) : (
          <Text size="sm" c="dimmed">
            {t("exhibitors.notSoon")}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
