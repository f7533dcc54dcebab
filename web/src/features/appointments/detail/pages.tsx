import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Appointment } from "@/protocol";
import { get } from "@/shared/api";
import { ReadPage } from "@/shared/ui/read_page";
import { NegotiationView } from "./negotiation_view";

const appointmentRoute = getRouteApi("/shell/appointments/$appointment");
const negotiationRoute = getRouteApi("/shell/negotiations/$negotiation");

/** An appointment, in the negotiation that it belongs to. */
export function AppointmentPage() {
  const { appointment: id } = appointmentRoute.useParams();
  const read = useQuery({
    queryKey: ["appointment", id],
    queryFn: () => get<Appointment>(`/appointments/${id}`),
  });
  return (
    <ReadPage read={read}>
      {(appointment) => (
        <NegotiationView
          key={appointment.negotiation}
          id={appointment.negotiation}
          focus={appointment}
        />
      )}
    </ReadPage>
  );
}

/** A negotiation: both parties and everything arranged between them. */
export function NegotiationPage() {
  const { negotiation } = negotiationRoute.useParams();
  return <NegotiationView key={negotiation} id={negotiation} focus={null} />;
}
