package boxoffice

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const panicHelper = "BOXOFFICE_TEST_PANIC"

// samples are values of every exported type. Where one can hold a secret, it
// holds testToken; where one holds texts of a server or of a caller, such as the
// name of a team, no secret can get there, and the value is an ordinary one.
func samples() map[string]any {
	credential := PretixTeamToken(testToken)
	source := PretixCredentialSource(func(context.Context) (PretixCredential, error) { return credential, nil })
	px, err := NewPretix(testBase, credential, WithReadOnly(), WithRateLimiter(limiterFunc(func(context.Context) error { return nil })))
	if err != nil {
		panic(err)
	}
	oauth, err := px.WithCredential(PretixOAuthToken(testToken))
	if err != nil {
		panic(err)
	}
	sourced, err := px.WithCredential(source)
	if err != nil {
		panic(err)
	}
	_, refused := NewPretix(testBase, PretixTeamToken(testToken+"\n"))
	var argument *ArgumentError
	if !errors.As(refused, &argument) {
		panic("a bad credential was taken")
	}
	// Errors of calls to a server that repeats the credential, and to one that
	// sends it in an answer that can't be understood.
	echoed, _ := errors.AsType[*Error](callOnce(px, reply(401, `{"detail":"bad `+testToken+`","x":["`+testToken+`"]}`)))
	broken, _ := errors.AsType[*Error](callOnce(px, reply(200, `{"pretix":["`+testToken+`"]}`)))
	info := CallInfo{"pretix", "Teams.Get", "GET", "/teams/{team}/"}
	created := NewTeamToken{"demo", 7, TeamToken{1, "door", true}, NewSecret(testToken)}
	return withEventbrite(map[string]any{
		"Secret":           []any{NewSecret(testToken), Secret{}},
		"PretixCredential": []any{credential, PretixOAuthToken(testToken), source, created.Credential(), PretixTeamToken(testToken + "\n")},
		"NewTeamToken":     created,
		"Client":           []any{px.Client(), oauth.Client(), sourced.Client(), *px.Client()},
		"Pretix":           []any{px, oauth, sourced, *px},
		"Option":           []any{WithHTTPClient(&http.Client{Transport: leaky{testToken}}), WithUserAgent(testToken)},
		"RateLimiter":      RateLimiter(limiterFunc(nil)),
		"Request":          Request{Method: "POST", Path: "/x/{y}/", Params: map[string]string{"y": "z"}, Body: created},
		"Error":            []any{*echoed, *broken, echoed, broken},
		"ArgumentError":    []any{argument, *argument},
		"CallResult":       CallResult{401, 1, 1, echoed},
		"AttemptResult":    AttemptResult{Status: 401, Bytes: 1, Duration: 1, Err: broken},
		"CallInfo":         info,
		"AttemptInfo":      AttemptInfo{info, 1, 0},
		"Observer":         (&watch{}).observer(),
		"Write":            Write{Platform: "pretix", Operation: "Teams.Create", Method: "POST", Path: "/x/", URL: testRoot + "/x/", Body: []byte(`{}`)},

		"OrganizersService": []any{px.Organizers, *px.Organizers}, "PretixEventsService": []any{px.Events, *px.Events},
		"TeamsService": []any{px.Teams, *px.Teams}, "MembersService": []any{px.Members, *px.Members},
		"InvitesService": []any{px.Invites, *px.Invites}, "TokensService": []any{px.Tokens, *px.Tokens},

		// What follows has no place for a secret.
		"RetryLimits": RetryLimits{}, "ListOptions": ListOptions{}, "Page": Page[NewTeamToken]{Items: []NewTeamToken{created}, Count: 1},
		"Organizer": Organizer{Slug: "demo"}, "OrganizerListOptions": OrganizerListOptions{},
		"PretixEvent": PretixEvent{Slug: "gala"}, "PretixEventListOptions": PretixEventListOptions{}, "MultilingualText": MultilingualText{"en": "Gala"},
		"PretixVersion": PretixVersion{}, "Probed": Probed{}, "PermissionModel": PermissionModelNamed,
		"Team": Team{ID: 7}, "TeamCreate": TeamCreate{}, "TeamUpdate": TeamUpdate{}, "TeamListOptions": TeamListOptions{},
		"TeamProblem": TeamProblem{}, "TeamProblemKind": TeamProblemKind(""),
		"TeamMember": TeamMember{}, "MemberListOptions": MemberListOptions{}, "Membership": Membership(""),
		"TeamInvite": TeamInvite{}, "InviteResult": InviteResult{}, "InviteListOptions": InviteListOptions{}, "Ensured": Ensured{},
		"TeamToken": created.Token, "TokenListOptions": TokenListOptions{},
		"EventAccess": EventAccess{}, "Permission": Permission(""), "PermissionGroup": PermissionGroup{}, "TeamBoolean": TeamBoolean{}, "PermissionSet": PermissionSet{},
		"Permissions": Permissions{}, "LegacyPermissions": LegacyPermissions{},
	})
}

// leaky holds the secret and shows it, as a transport of a caller's may.
type leaky struct{ token string }

func (leaky) RoundTrip(*http.Request) (*http.Response, error) { return nil, errReset }

func callOnce(px *Pretix, respond func(*http.Request) (*http.Response, error)) error {
	px, err := px.With(once(), WithHTTPClient(&http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) { return respond(req) })}))
	if err != nil {
		return err
	}
	// The mock's answers are read like those of the wire.
	_, err = px.Version(context.Background())
	return err
}

// exportedTypes are the names of the package's exported types, from its source.
func exportedTypes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if decl, ok := decl.(*ast.GenDecl); ok && decl.Tok == token.TYPE {
				for _, spec := range decl.Specs {
					if name := spec.(*ast.TypeSpec).Name; name.IsExported() {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestEveryExportedTypeHasASample(t *testing.T) {
	t.Parallel()
	got, want := slices.Sorted(maps.Keys(samples())), exportedTypes(t)
	if len(want) < 40 {
		t.Fatalf("only %d exported types were found: %q", len(want), want)
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("redaction_test.go has no sample of %s: add one, filled with testToken where it can hold a secret", name)
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("redaction_test.go has a sample of %s, which is no exported type", name)
		}
	}
}

// spellings are the forms in which a careless verb would show the secret.
var spellings = func() []string {
	token := []byte(testToken)
	spelled := []string{
		testToken, hex.EncodeToString(token), strings.ToUpper(hex.EncodeToString(token)), fmt.Sprintf("% x", token),
		strings.Trim(fmt.Sprint(token), "[]"), // 83 51 ...
		strings.Trim(fmt.Sprintf("%#v", token), "[]byte{}"),
		fmt.Sprintf("%+q", testToken), fmt.Sprintf("%U", []rune(testToken))[1:20],
	}
	for shift := range 3 {
		// Base64 of a text that begins anywhere, but for the ends of it.
		encoded := base64.StdEncoding.EncodeToString(append(bytes.Repeat([]byte("x"), shift), token...))
		spelled = append(spelled, encoded[4:len(encoded)-4])
	}
	return spelled
}()

func wantNoSecret(t *testing.T, how, text string) {
	t.Helper()
	for _, spelling := range spellings {
		if strings.Contains(text, spelling) {
			t.Errorf("%s shows the secret: %s", how, text)
			return
		}
	}
}

// wrappers put a value where a caller may have it.
func wrappers(v any) map[string]any {
	type exported struct{ Field any }
	type unexported struct{ field any }
	return map[string]any{
		"itself": v, "a pointer": &v, "a slice": []any{v}, "a map": map[string]any{"k": v},
		"a field": exported{v}, "an unexported field": unexported{v}, "a pointer to a field": &exported{&v},
	}
}

type (
	embeddedSecret     struct{ Secret }
	embeddedCredential struct{ PretixCredential }
)

// concrete wraps the types that can hold a secret by their own types, since an
// interface is printed otherwise than the type itself.
func concrete() map[string]any {
	secret, credential := NewSecret(testToken), PretixTeamToken(testToken)
	type inner struct {
		Secret     Secret
		Credential PretixCredential
		secret     Secret
		credential PretixCredential
		pointer    *Secret
	}
	v := inner{secret, credential, secret, credential, &secret}
	return map[string]any{
		"fields": v, "a pointer to fields": &v, "a slice": []Secret{secret}, "an array": [1]PretixCredential{credential},
		"a map": map[string]Secret{"k": secret}, "a key": map[Secret]int{secret: 1}, "pointers": []*Secret{&secret},
		"an embedded one": embeddedSecret{secret}, "another": embeddedCredential{credential},
	}
}

func TestNothingShowsASecret(t *testing.T) {
	t.Parallel()
	verbs := []string{"%v", "%+v", "%#v", "%s", "%q", "%+q", "%#q", "%x", "%X", "% x", "%#x", "%d", "%b", "%o", "%c", "%U", "%e", "%t", "%p", "%T", "%10v", "%.3s", "%w", "%z"}
	check := func(t *testing.T, v any) {
		t.Helper()
		for how, wrapped := range wrappers(v) {
			for _, verb := range verbs {
				wantNoSecret(t, verb+" of "+how, fmt.Sprintf(verb, wrapped))
			}
			wantNoSecret(t, "Print of "+how, fmt.Sprint(wrapped)+fmt.Sprintln(wrapped))
			wantNoSecret(t, "an error around "+how, fmt.Errorf("wrapped: %v", wrapped).Error())
			if err, ok := wrapped.(error); ok {
				wantNoSecret(t, "a joined error with "+how, errors.Join(err, fmt.Errorf("wrapped: %w", err)).Error())
				for inner := err; inner != nil; inner = errors.Unwrap(inner) {
					wantNoSecret(t, "an unwrapped error in "+how, fmt.Sprintf("%v %+v %#v", inner, inner, inner))
				}
			}
			var text, jsons bytes.Buffer
			for _, logger := range []*slog.Logger{slog.New(slog.NewTextHandler(&text, nil)), slog.New(slog.NewJSONHandler(&jsons, nil))} {
				logger.Info("x", "k", wrapped)
				logger.With("k", wrapped).WithGroup("g").Info("x", slog.Group("h", "k", wrapped))
			}
			wantNoSecret(t, "slog text of "+how, text.String())
			wantNoSecret(t, "slog JSON of "+how, jsons.String())
			// What can't be marshalled says so, and must not say more.
			data, err := json.Marshal(wrapped)
			wantNoSecret(t, "JSON of "+how, fmt.Sprint(string(data), err))
			data, err = xml.Marshal(wrapped)
			wantNoSecret(t, "XML of "+how, fmt.Sprint(string(data), err))
		}
	}
	for name, sample := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			values, ok := sample.([]any)
			if !ok {
				values = []any{sample}
			}
			for _, v := range values {
				check(t, v)
			}
		})
	}
	for name, v := range concrete() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, v)
		})
	}
}

// The test above can fail: it finds the secret in what shows it.
func TestSpellingsFindSecrets(t *testing.T) {
	t.Parallel()
	encoded, err := json.Marshal(struct{ Body []byte }{[]byte("a" + testToken + "b")})
	if err != nil {
		t.Fatal(err)
	}
	for how, text := range map[string]string{
		"%v": fmt.Sprintf("%v", leaky{testToken}), "%x": fmt.Sprintf("%x", testToken), "%X": fmt.Sprintf("%X", testToken),
		"% x": fmt.Sprintf("% x", testToken), "%d": fmt.Sprintf("%d", []byte(testToken)), "%#v": fmt.Sprintf("%#v", []byte(testToken)),
		"%U": fmt.Sprintf("%U", []rune(testToken)), "JSON": string(encoded),
	} {
		found := false
		for _, spelling := range spellings {
			found = found || strings.Contains(text, spelling)
		}
		if !found {
			t.Errorf("%s is not seen in %s", how, text)
		}
	}
}

// panicWithSamples ends the process in a panic that prints every sample: each
// deferred panic prints the ones before it.
func panicWithSamples() {
	// The mark shows that all before it was printed.
	defer panic("the last sample")
	for _, sample := range samples() {
		values, ok := sample.([]any)
		if !ok {
			values = []any{sample}
		}
		for _, v := range values {
			defer panic(v)
		}
	}
	for _, v := range concrete() {
		defer panic(v)
	}
}

// A panic prints its value in ways of its own.
func TestRedactionOfPanics(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), program)
	child.Env = append(os.Environ(), panicHelper+"=1")
	out, err := child.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "the last sample") {
		t.Fatalf("the child did not panic: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), redacted) {
		t.Errorf("no sample was printed:\n%s", out)
	}
	wantNoSecret(t, "a panic", string(out))
}
