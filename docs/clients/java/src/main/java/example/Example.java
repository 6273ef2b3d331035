package example;

import java.util.List;
import live.lyceum.client.ApiClient;
import live.lyceum.client.ApiException;
import live.lyceum.client.ApiResponse;
import live.lyceum.client.api.RecordsApi;
import live.lyceum.client.api.SessionsApi;
import live.lyceum.client.model.CreatedSession;
import live.lyceum.client.model.Invitation;
import live.lyceum.client.model.Problem;
import live.lyceum.client.model.Role;
import live.lyceum.client.model.SessionChange;
import live.lyceum.client.model.SessionDetails;
import live.lyceum.client.model.SessionDraft;

/** Makes a session, reads it, changes it, lists it, and is refused something. */
public final class Example {
    private Example() {}

    public static void main(String[] args) throws Exception {
        String key = System.getenv("LYCEUM_API_KEY");
        ApiClient lyceum = new ApiClient();
        lyceum.updateBaseUri(System.getenv("LYCEUM_URL") + "/api/v1");
        lyceum.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        SessionsApi sessions = new SessionsApi(lyceum);

        CreatedSession made =
                sessions.createSession(
                        new SessionDraft()
                                .title("Graphs")
                                .plannedMs(3_600_000L)
                                .participants(
                                        List.of(
                                                new Invitation()
                                                        .id("mina")
                                                        .name("Mina Park")
                                                        .role(Role.LEARNER))),
                        "booking-" + System.nanoTime());
        System.out.println("made " + made.getId());
        System.out.println("way in " + made.getParticipants().get(0).getJoinUrl());

        ApiResponse<SessionDetails> read = sessions.getSessionWithHttpInfo(made.getId());
        System.out.println("read " + read.getData().getState());

        String etag = read.getHeaders().get("etag").get(0);
        SessionChange change = new SessionChange().title("Graphs and trees").hardEndAt(null);
        System.out.println(
                "changed to " + sessions.changeSession(made.getId(), change, etag).getTitle());
        System.out.println("listed " + sessions.listSessions(200, null).getItems().size());
        System.out.println(
                "first row "
                        + new RecordsApi(lyceum)
                                .listEvents(made.getId(), null, null)
                                .getItems()
                                .get(0)
                                .getActualInstance()
                                .getClass()
                                .getSimpleName());
        try {
            sessions.changeSession(made.getId(), change, etag);
        } catch (ApiException refused) {
            Problem problem =
                    lyceum.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            System.out.println("refused " + refused.getCode() + " " + problem.getCode());
        }
    }
}
