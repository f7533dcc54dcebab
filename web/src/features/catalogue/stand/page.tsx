import { Alert, Group, Tabs, Text, VisuallyHidden } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Exhibitor, HomepageView } from "@/protocol";
import { useEditionOf, useMe } from "@/shared/live/session";
import { useFair, useLanguage } from "@/shared/live/time";
import { useNamed } from "@/shared/names";
import { formatCountry } from "@/shared/time/format";
import { ButtonLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { ReadPage } from "@/shared/ui/read_page";
import { ReadState } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";
import beside from "../beside.module.css";
import { FavoriteButton } from "../favorite_button";
import { ProductList } from "../products/list";
import { useHomepage, useStand } from "../reads";
import { useSections } from "../sections";
import { Contact, Profile } from "./about";
import { People } from "./people";
import classes from "./stand.module.css";
import { TABS, type Tab } from "./tabs";

const route = getRouteApi("/shell/exhibitors/$exhibitor");

/** One exhibitor: what it shows, who is there, and whom to ask for an appointment. */
export function ExhibitorPage() {
  const { exhibitor: id } = route.useParams();
  const read = useStand(id);
  return <ReadPage read={read}>{(exhibitor) => <Shown exhibitor={exhibitor} />}</ReadPage>;
}

/** Where and what: the line below the name. */
function usePlace(exhibitor: Exhibitor): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const named = useNamed();
  const section = useSections(exhibitor.edition).nameOf(exhibitor.section);
  const place = [
    t("exhibitors.boothAt", { booth: exhibitor.booth }),
    section,
    named(exhibitor.business, exhibitor.business_zh),
    formatCountry(exhibitor.country, language),
  ];
  return place.filter(Boolean).join(" · ");
}

function Shown({ exhibitor }: { exhibitor: Exhibitor }) {
  const { t } = useTranslation();
  const named = useNamed();
  const me = useMe();
  const edition = useEditionOf(exhibitor.edition);
  const fair = useFair(60_000);
  const own = me.company?.id === exhibitor.company;
  const page = useHomepage(exhibitor.id);
  return (
    <Page
      title={named(exhibitor.name, exhibitor.name_zh)}
      lead={usePlace(exhibitor)}
      aside={
        <Group gap="xs">
          {own && (
            <ButtonLink
              to="/exhibitors/$exhibitor/edit"
              params={{ exhibitor: exhibitor.id }}
              variant="default"
            >
              {t("stand.edit")}
            </ButtonLink>
          )}
          {!own && <FavoriteButton of={{ exhibitor: exhibitor.id }} edition={exhibitor.edition} />}
        </Group>
      }
    >
      {edition && <ZoneBanner edition={edition} at={fair} />}
      {own && (
        <Alert color="gray" py="xs">
          {t("exhibitors.own")}
        </Alert>
      )}
      <div className={`${beside.columns} ${classes.columns}`}>
        <div className={beside.main}>
          <StandTabs exhibitor={exhibitor} page={page} />
        </div>
        <div className={`${beside.aside} ${classes.people}`}>
          <People exhibitor={exhibitor} own={own} />
        </div>
      </div>
    </Page>
  );
}

function StandTabs(props: {
  exhibitor: Exhibitor;
  page: { data: HomepageView | undefined; error: unknown; refetch(): unknown };
}) {
  const { exhibitor, page } = props;
  const { t } = useTranslation();
  const { tab = "home" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) => void navigate({ search: { tab: (next ?? "home") as Tab } })}
    >
      <Tabs.List mb="md">
        {TABS.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`stand.${one}`)}
          </Tabs.Tab>
        ))}
        {page.data?.links.map((link) => (
          <a
            key={link.url}
            href={link.url}
            target="_blank"
            rel="noopener noreferrer"
            className={classes.link}
          >
            {link.label} <IconExternalLink size={14} aria-hidden />
            <VisuallyHidden>{t("stand.newWindow")}</VisuallyHidden>
          </a>
        ))}
      </Tabs.List>
      <Tabs.Panel value="home">
        <Home exhibitor={exhibitor} page={page.data} />
      </Tabs.Panel>
      <Tabs.Panel value="products">
        <ProductList of={{ exhibitor: exhibitor.id }} />
      </Tabs.Panel>
      <Tabs.Panel value="profile">
        <ReadState read={page}>{(data) => <Profile page={data} />}</ReadState>
      </Tabs.Panel>
      <Tabs.Panel value="contact">
        <ReadState read={page}>{(data) => <Contact page={data} exhibitor={exhibitor} />}</ReadState>
      </Tabs.Panel>
    </Tabs>
  );
}

function Home(props: { exhibitor: Exhibitor; page: HomepageView | undefined }) {
  const { t } = useTranslation();
  const named = useNamed();
  const words = props.page && named(props.page.profile, props.page.profile_zh);
  return (
    <>
      {words && (
        <Text mb="md" lineClamp={4} className={beside.words}>
          {words}
        </Text>
      )}
      <ProductList of={{ exhibitor: props.exhibitor.id }} only={6} empty={t("products.none")} />
    </>
  );
}
