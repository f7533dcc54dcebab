import { Alert, Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Affected, Edition } from "@/protocol";
import { post } from "@/shared/api";
import { useIsLive } from "@/shared/live/realtime";
import { organisesAlone, useEditions, useMe } from "@/shared/live/session";
import { ButtonLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { Problem, ReadState, RefusalNote } from "@/shared/ui/states";
import { changeOf, differing, type Edits, type Field, fieldsOf, realEdits } from "./draft";
import { fieldOf, useFieldError } from "./field_error";
import { OrganiseForm } from "./form";
import { Left, Published, useLeft } from "./published";
import { Review } from "./review";

/** The chosen edition, for its organisers: what is changed, whom it meets, how far it is told. */
export function OrganisePage() {
  const { t } = useTranslation();
  const edition = useEditions()?.edition;
  const me = useMe();
  return (
    <Page
      title={t("organise.title")}
      lead={edition ? t("organise.lead") : undefined}
      aside={
        organisesAlone(me) && (
          <ButtonLink to="/organise/keys" variant="default">
            {t("organise.keys")}
          </ButtonLink>
        )
      }
    >
      {edition ? <Gate key={edition.id} edition={edition} /> : <Problem error={null} />}
    </Page>
  );
}

/** Whether this edition is the reader's to organise is the server's to say. */
function Gate({ edition }: { edition: Edition }) {
  const left = useLeft(edition);
  return (
    <ReadState read={left}>
      {(data) => <Organise edition={edition} left={left.isPlaceholderData ? undefined : data} />}
    </ReadState>
  );
}

type Step = { is: "form" } | { is: "review"; affected: Affected } | { is: "published" };

function Organise({ edition, left }: { edition: Edition; left: Affected | undefined }) {
  const { t } = useTranslation();
  const live = useIsLive();
  const [typed, setTyped] = useState<Edits>({});
  const [step, setStep] = useState<Step>({ is: "form" });
  const [seen, setSeen] = useState(edition);
  const edits = realEdits(typed, edition);
  const review = useMutation({
    mutationFn: () => post<Affected>(`/editions/${edition.id}/affected`, changeOf(edits, edition)),
    onSuccess: (affected) => setStep({ is: "review", affected }),
  });
  const errorOf = useFieldError(review.error);
  const edit = (more: Edits) => {
    review.reset();
    setTyped((before) => ({ ...before, ...more }));
  };
  const reset = () => {
    review.reset();
    setTyped({});
  };
  // What is under review was compared with the fair as it was: it is looked at anew.
  const isOld = step.is === "review" && step.affected.revision !== edition.revision;
  if (step.is === "published") {
    const again = () => {
      setSeen(edition);
      setStep({ is: "form" });
    };
    return <Published left={left} onMore={again} />;
  }
  if (step.is === "review" && !isOld) {
    const published = () => {
      setTyped({});
      setStep({ is: "published" });
    };
    return (
      <Review
        edition={edition}
        edits={edits}
        affected={step.affected}
        onBack={() => setStep({ is: "form" })}
        onPublished={published}
      />
    );
  }
  const nothing = Object.keys(edits).length === 0;
  const changed = differing(fieldsOf(seen), fieldsOf(edition));
  return (
    <>
      {changed.length > 0 && <Meanwhile fields={changed} onSeen={() => setSeen(edition)} />}
      {left && left.accepted + left.pending > 0 && <Left left={left} />}
      <OrganiseForm
        edition={edition}
        fields={{ ...fieldsOf(edition), ...typed }}
        errorOf={errorOf}
        onEdit={edit}
      />
      {fieldOf(review.error) === null && <RefusalNote error={review.error} />}
      <Group justify="flex-end">
        {nothing && <Text c="dimmed">{t("organise.nothing")}</Text>}
        <Button variant="default" disabled={nothing} onClick={reset}>
          {t("organise.reset")}
        </Button>
        <Button
          disabled={nothing || !live}
          loading={review.isPending}
          onClick={() => review.mutate()}
        >
          {t("organise.review")}
        </Button>
      </Group>
    </>
  );
}

/** Another organiser was quicker: what he changed, while what was typed here stays. */
function Meanwhile({ fields, onSeen }: { fields: Field[]; onSeen(): void }) {
  const { t } = useTranslation();
  const names = fields.map((field) => t(`organise.field.${field}`)).join(" · ");
  return (
    <Alert color="amber" role="alert" data-testid="meanwhile">
      <Group justify="space-between">
        <Text>{t("organise.meanwhile", { fields: names })}</Text>
        <Button size="compact-sm" variant="default" onClick={onSeen}>
          {t("organise.meanwhileSeen")}
        </Button>
      </Group>
    </Alert>
  );
}
