import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import type { Action, Appointment, Edition, Me, Side, Window } from "@/protocol";
import { get } from "@/shared/api";
import { useTopicState } from "./realtime";

const MeContext = createContext<Me | null>(null);
export const ME = ["me"] as const;

/** Hands the signed-in person to everything below. */
export function MeProvider(props: { me: Me; children: ReactNode }) {
  return <MeContext value={props.me}>{props.children}</MeContext>;
}

/** Who is signed in. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("nobody is signed in here");
  return me;
}

/** Whether somebody organises and belongs to no company: only then are his keys his own. */
export function organisesAlone(me: Me): boolean {
  return me.company === null && me.roles.includes("organiser");
}

/** Reads `Me` again, after something about the person has changed. */
export function useRefreshMe(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ queryKey: ME }), [queries]);
}

/** The inbox of the reader: notices, count, own busy periods. */
export function useInbox() {
  return useTopicState(`inbox/${useMe().user.id}`);
}

/** On which side of an appointment the reader stands. */
export function sideOf(me: Me, appointment: Pick<Appointment, "buyer" | "exhibitor">): Side | null {
  if (me.company?.id === appointment.buyer.company) return "buyer";
  if (me.company?.id === appointment.exhibitor.company) return "exhibitor";
  return null;
}

type Role = keyof Appointment["may"];

/** What the reader is to an appointment, in the words of its `may`: by the people and companies it names. */
function rolesIn(me: Me, { buyer, exhibitor, seated }: Appointment): Role[] {
  const roles: Role[] = [];
  const admin = me.company?.admin === true;
  if (me.company?.id === buyer.company) {
    if (me.user.id === buyer.user) roles.push("buyer");
    if (admin) roles.push("buyer_admin");
  }
  if (me.company?.id === exhibitor.company) {
    roles.push("sales");
    if (me.user.id === seated?.user) roles.push("seated");
    if (admin) roles.push("exhibitor_admin");
  }
  return roles;
}

/** When the server lets the reader do something with an appointment, if it does. */
export function windowFor(me: Me, appointment: Appointment, action: Action): Window | undefined {
  for (const role of rolesIn(me, appointment)) {
    const window = appointment.may[role][action];
    if (window) return window;
  }
  return undefined;
}

interface Editions {
  all: Edition[];
  edition: Edition;
  choose(id: string): void;
}

const EditionContext = createContext<Editions | null>(null);
const STORED = "parley.edition";

/** Hands the chosen edition down, with the rules as they are at this moment. */
export function EditionProvider(props: { editions: Edition[]; children: ReactNode }) {
  const { editions } = props;
  const [chosen, setChosen] = useState(() => localStorage.getItem(STORED));
  const read =
    editions.find((one) => one.id === chosen) ?? editions.find((one) => one.current) ?? editions[0];
  const live = useTopicState(read ? `fair/${read.id}` : null)?.edition;
  const edition = live && live.id === read?.id ? live : read;
  const value = useMemo(() => {
    if (!edition) return null;
    const choose = (id: string) => {
      localStorage.setItem(STORED, id);
      setChosen(id);
    };
    return { all: editions, edition, choose };
  }, [editions, edition]);
  return <EditionContext value={value}>{props.children}</EditionContext>;
}

/** The chosen edition, or null before the first one exists. */
export function useEditions(): Editions | null {
  return use(EditionContext);
}

/** All editions of the server. */
export function useEditionList() {
  return useQuery({ queryKey: ["editions"], queryFn: () => get<Edition[]>("/editions") });
}

/** The edition an object belongs to, which need not be the chosen one. */
export function useEditionOf(id: string | undefined): Edition | null {
  const editions = use(EditionContext);
  if (!editions) return null;
  if (editions.edition.id === id) return editions.edition;
  return editions.all.find((edition) => edition.id === id) ?? editions.edition;
}
