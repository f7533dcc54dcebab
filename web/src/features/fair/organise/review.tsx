import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Affected, Edition } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { useIsLive } from "@/shared/live/realtime";
import { RefusalNote } from "@/shared/ui/states";
import { AffectedList } from "./affected_list";
import { ChangeList } from "./change_list";
import { changeOf, type Edits } from "./draft";

interface ReviewProps {
  edition: Edition;
  edits: Edits;
  affected: Affected;
  onBack(): void;
  onPublished(): void;
}

/** What changes and whom it meets, before anything happens. */
export function Review({ edition, edits, affected, onBack, onPublished }: ReviewProps) {
  const { t } = useTranslation();
  const live = useIsLive();
  const update = useCommand("edition.update");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { accepted, pending } = affected;
  const gone = accepted + pending;
  const publish = async () => {
    const change = changeOf(edits, edition);
    // The revision that was looked at: whoever changed something since then is not overwritten.
    const sent = { edition: edition.id, revision: affected.revision, ...change };
    if (await update.run(sent)) onPublished();
  };
  return (
    <Stack data-testid="review">
      <Title order={2} size="h4" tabIndex={-1} ref={heading}>
        {t("organise.reviewTitle")}
      </Title>
      <section aria-labelledby="organise-changed">
        <Title order={3} size="h5" id="organise-changed">
          {t("organise.changed")}
        </Title>
        <ChangeList edition={edition} edits={edits} />
      </section>
      <section aria-labelledby="organise-affected">
        <Title order={3} size="h5" id="organise-affected" mb="xs">
          {t("organise.affected")}
        </Title>
        {gone === 0 ? (
          <Text>{t("organise.affectedNone")}</Text>
        ) : (
          <Stack gap="xs">
            <Text fw={600} data-testid="affected-count">
              {[
                t("organise.accepted", { count: accepted }),
                t("organise.pending", { count: pending }),
              ].join(" · ")}
            </Text>
            <AffectedList affected={affected} edition={edition} />
          </Stack>
        )}
      </section>
      <Alert color={gone === 0 ? "gray" : "amber"} py="xs">
        {t(gone === 0 ? "organise.consequenceNone" : "organise.consequence")}
      </Alert>
      <RefusalNote error={update.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t("organise.back")}
        </Button>
        <Button
          color={gone === 0 ? undefined : "red"}
          loading={update.busy}
          disabled={!live}
          onClick={() => void publish()}
        >
          {gone === 0 ? t("organise.publish") : t("organise.publishCancel", { count: gone })}
        </Button>
      </Group>
    </Stack>
  );
}
