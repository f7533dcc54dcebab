import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { TABS, type Tab } from "@/features/catalogue/stand/tabs";
import { Refused } from "@/protocol/codes";
import { Broken, NotFound } from "./fallbacks";
import { roleHome } from "./navigation";
import { queries } from "./queries";
import { meQuery } from "./session";

type Search = { [key: string]: unknown };
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const count = (value: unknown): number | undefined => {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
};

const root = createRootRouteWithContext<{ queries: typeof queries }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Search): { to?: string } => ({ to: text(search.to) }),
  component: lazyRouteComponent(() => import("@/features/accounts/sign_in"), "SignIn"),
});

const oneTimeLink = createRoute({
  getParentRoute: () => root,
  path: "/link/$token",
  component: lazyRouteComponent(() => import("@/features/accounts/one_time_link"), "OneTimeLink"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof Refused && error.code === "unauthenticated") {
        throw redirect({ to: "/sign-in", search: { to: location.href } });
      }
      throw error;
    }
  },
  component: lazyRouteComponent(() => import("./shell"), "Shell"),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    throw redirect({ to: roleHome(me), replace: true });
  },
});

const exhibitors = createRoute({
  getParentRoute: () => shell,
  path: "/exhibitors",
  validateSearch: (search: Search): { q?: string; section?: string } => ({
    q: text(search.q),
    section: text(search.section),
  }),
  component: lazyRouteComponent(() => import("@/features/catalogue/exhibitors"), "Exhibitors"),
});

const exhibitor = createRoute({
  getParentRoute: () => shell,
  path: "/exhibitors/$exhibitor",
  validateSearch: (search: Search): { tab?: Tab } => ({
    tab: TABS.find((tab) => tab === search.tab),
  }),
  component: lazyRouteComponent(() => import("@/features/catalogue/stand/page"), "ExhibitorPage"),
});

const editStand = createRoute({
  getParentRoute: () => shell,
  path: "/exhibitors/$exhibitor/edit",
  validateSearch: (search: Search): { product?: string } => ({ product: text(search.product) }),
  component: lazyRouteComponent(() => import("@/features/catalogue/edit/page"), "EditStand"),
});

const products = createRoute({
  getParentRoute: () => shell,
  path: "/products",
  validateSearch: (search: Search): { category?: string } => ({ category: text(search.category) }),
  component: lazyRouteComponent(() => import("@/features/catalogue/products/page"), "Products"),
});

const product = createRoute({
  getParentRoute: () => shell,
  path: "/products/$product",
  component: lazyRouteComponent(() => import("@/features/catalogue/product/page"), "ProductView"),
});

const favorites = createRoute({
  getParentRoute: () => shell,
  path: "/favorites",
  component: lazyRouteComponent(() => import("@/features/catalogue/favorites"), "FavoritesPage"),
});

const schedule = createRoute({
  getParentRoute: () => shell,
  path: "/exhibitors/$exhibitor/schedule",
  validateSearch: (
    search: Search,
  ): Partial<Record<"grid" | "day" | "origin" | "ref" | "asked" | "topic", string>> & {
    start?: number;
  } => ({
    grid: text(search.grid),
    day: text(search.day),
    origin: text(search.origin),
    ref: text(search.ref),
    asked: text(search.asked),
    topic: text(search.topic),
    start: count(search.start),
  }),
  component: lazyRouteComponent(
    () => import("@/features/appointments/schedule/page"),
    "SchedulePage",
  ),
});

const requests = createRoute({
  getParentRoute: () => shell,
  path: "/requests",
  component: lazyRouteComponent(() => import("@/features/appointments/requests"), "Requests"),
});

const appointments = createRoute({
  getParentRoute: () => shell,
  path: "/appointments",
  validateSearch: (
    search: Search,
  ): { status?: string; scope?: string; page?: number; size?: number } => ({
    status: text(search.status),
    scope: text(search.scope),
    page: count(search.page),
    size: count(search.size),
  }),
  component: lazyRouteComponent(() => import("@/features/appointments/list/page"), "Appointments"),
});

const appointment = createRoute({
  getParentRoute: () => shell,
  path: "/appointments/$appointment",
  component: lazyRouteComponent(
    () => import("@/features/appointments/detail/pages"),
    "AppointmentPage",
  ),
});

const negotiation = createRoute({
  getParentRoute: () => shell,
  path: "/negotiations/$negotiation",
  component: lazyRouteComponent(
    () => import("@/features/appointments/detail/pages"),
    "NegotiationPage",
  ),
});

const messages = createRoute({
  getParentRoute: () => shell,
  path: "/messages",
  component: lazyRouteComponent(() => import("@/features/notifications/messages"), "Messages"),
});

const company = createRoute({
  getParentRoute: () => shell,
  path: "/company",
  component: lazyRouteComponent(() => import("@/features/accounts/company/page"), "CompanyPage"),
});

const organise = createRoute({
  getParentRoute: () => shell,
  path: "/organise",
  component: lazyRouteComponent(() => import("@/features/fair/organise/page"), "OrganisePage"),
});

const operatorKeys = createRoute({
  getParentRoute: () => shell,
  path: "/organise/keys",
  component: lazyRouteComponent(() => import("@/features/accounts/operator_keys"), "OperatorKeys"),
});

const profile = createRoute({
  getParentRoute: () => shell,
  path: "/profile",
  component: lazyRouteComponent(() => import("@/features/accounts/profile"), "Profile"),
});

/** Every address of the client. */
export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    oneTimeLink,
    shell.addChildren([
      home,
      exhibitors,
      exhibitor,
      editStand,
      products,
      product,
      favorites,
      schedule,
      requests,
      appointments,
      appointment,
      negotiation,
      messages,
      company,
      organise,
      operatorKeys,
      profile,
    ]),
  ]),
  context: { queries },
  defaultPreload: "intent",
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
