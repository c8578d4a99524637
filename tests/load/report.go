package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// Of what was offered, so much must have been sent in time, or the figures are about this machine and not the server.
const leastSent = 0.95

// Report is report.json.
type Report struct {
	Target    string    `json:"target"`
	Version   string    `json:"version"`
	Began     time.Time `json:"began"`
	Seed      uint64    `json:"seed"`
	Forwarded bool      `json:"forwarded"`
	Setup     Setup     `json:"setup"`
	Steps     []Step    `json:"steps"`
	// Days that as many dogs need for as many calls.
	Days   float64  `json:"days"`
	Broken []string `json:"broken"`
	// Replicas over time, added by what started the run in a cluster.
	Autoscalers []Sample `json:"autoscalers,omitempty"`
}

// Setup is what was made before.
type Setup struct {
	People  int     `json:"people"`
	Dogs    int     `json:"dogs"`
	Records int     `json:"records"`
	Calls   int64   `json:"calls"`
	Waited  int     `json:"waited"`
	Seconds float64 `json:"seconds"`
}

// Step is a time with one rate.
type Step struct {
	Rate      float64   `json:"rate"`
	Seconds   float64   `json:"seconds"`
	Began     time.Time `json:"began"`
	Scenarios []Result  `json:"scenarios"`
}

// Result is what came of a scenario in a step. Rates are calls a second.
type Result struct {
	Name       string         `json:"name"`
	Calls      uint64         `json:"calls"`
	Offered    float64        `json:"offered"`
	Sent       float64        `json:"sent"`
	Achieved   float64        `json:"achieved"`
	P50        float64        `json:"p50Ms"`
	P95        float64        `json:"p95Ms"`
	P99        float64        `json:"p99Ms"`
	Max        float64        `json:"maxMs"`
	ErrorShare float64        `json:"errorShare"`
	Statuses   map[string]int `json:"statuses"` // "0": no answer, or a wrong one.
	Errors     []string       `json:"errors"`
	BytesIn    uint64         `json:"bytesIn"`
	BytesOut   uint64         `json:"bytesOut"`
}

// Sample is an autoscaler at a moment.
type Sample struct {
	At      time.Time `json:"at"`
	Name    string    `json:"name"`
	Current int       `json:"current"`
	Desired int       `json:"desired"`
}

func newReport(o *options) *Report {
	return &Report{Target: o.url, Began: time.Now().UTC(), Seed: o.seed, Forwarded: o.forwarded, Broken: []string{}}
}

func resultOf(name string, offered int, duration time.Duration, begun time.Time, m *vegeta.Metrics) Result {
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	r := Result{
		Name:     name,
		Calls:    m.Requests,
		Offered:  float64(offered) / duration.Seconds(),
		Sent:     float64(m.Requests) / max(duration, m.Latest.Sub(begun)).Seconds(),
		P50:      milliseconds(m.Latencies.P50),
		P95:      milliseconds(m.Latencies.P95),
		P99:      milliseconds(m.Latencies.P99),
		Max:      milliseconds(m.Latencies.Max),
		Statuses: m.StatusCodes,
		Errors:   kindsOf(m.Errors),
		BytesIn:  m.BytesIn.Total,
		BytesOut: m.BytesOut.Total,
	}
	good := 0
	for status, count := range m.StatusCodes {
		if status[0] == '2' {
			good += count
		}
	}
	r.Achieved = float64(good) / max(duration, m.End.Sub(begun)).Seconds()
	r.ErrorShare = 1 - float64(good)/float64(m.Requests)
	return r
}

// What Go's client puts before every error: the method, and an address that is never the same.
var ofOneCall = regexp.MustCompile(`^[A-Z][a-z]+ "[^"]*": `)

// kindsOf errors, at most five.
func kindsOf(texts []string) []string {
	kinds := []string{}
	for _, text := range texts {
		kind := ofOneCall.ReplaceAllString(text, "")
		if !slices.Contains(kinds, kind) && len(kinds) < 5 {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// judge fills in what was broken, and how long a day of so many dogs was.
func (r *Report) judge(scenarios []scenario) {
	calls := uint64(0)
	for number, step := range r.Steps {
		for i, result := range step.Scenarios {
			calls += result.Calls
			for _, wrong := range scenarios[i].limits.broken(result) {
				r.Broken = append(r.Broken, fmt.Sprintf("step %d (%g/s): %s: %s", number+1, step.Rate, result.Name, wrong))
			}
		}
	}
	r.Days = float64(calls) / (float64(r.Setup.Dogs) * activeShare * callsOfDay(scenarios))
}

func (l limits) broken(r Result) []string {
	var wrong []string
	if limit := float64(l.p99.Microseconds()) / 1000; r.P99 > limit {
		wrong = append(wrong, fmt.Sprintf("p99 is %.1f ms, at most %g ms", r.P99, limit))
	}
	if r.ErrorShare > l.errors {
		wrong = append(wrong, fmt.Sprintf("errors are %s of the calls, at most %s (%s)",
			percent(r.ErrorShare), percent(l.errors), strings.Join(append([]string{statuses(r)}, r.Errors...), "; ")))
	}
	if r.Sent < leastSent*r.Offered {
		wrong = append(wrong, fmt.Sprintf("%.1f calls a second were sent of %.1f: the machine that sends them is too slow",
			r.Sent, r.Offered))
	}
	return wrong
}

func percent(share float64) string { return fmt.Sprintf("%.3g%%", share*100) }

// statuses as "200 ×12, 503 ×1".
func statuses(r Result) string {
	var texts []string
	for _, status := range slices.Sorted(maps.Keys(r.Statuses)) {
		name := status
		if status == "0" {
			name = "no answer"
		}
		texts = append(texts, fmt.Sprintf("%s ×%d", name, r.Statuses[status]))
	}
	return strings.Join(texts, ", ")
}

// publish prints the report and writes its files.
func (r *Report) publish(out string) error {
	if out == "-" {
		return json.NewEncoder(os.Stdout).Encode(r)
	}
	if out != "" {
		if err := r.writeFiles(out); err != nil {
			return err
		}
	}
	return r.print(os.Stdout)
}

func (r *Report) writeFiles(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "report.json"), append(text, '\n'), 0o644); err != nil {
		return err
	}
	var table strings.Builder
	if err := r.print(&table); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "report.md"), []byte(table.String()), 0o644)
}

func readReport(file string) (*Report, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	if err := json.Unmarshal(text, report); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(report.Steps) == 0 {
		return nil, errors.New(file + " is no report")
	}
	return report, nil
}

// print writes report.md.
func (r *Report) print(out io.Writer) error {
	text := &strings.Builder{}
	fmt.Fprintf(text, "# Load on %s\n\nVersion %s, seed %d, begun %s. ", r.Target, r.Version, r.Seed,
		r.Began.Format(time.RFC3339))
	r.Setup.print(text)
	fmt.Fprintf(text, "The calls of the steps are those of %.2g days of these dogs.\n", r.Days)
	for number, step := range r.Steps {
		fmt.Fprintf(text, "\n## Step %d: %g calls a second for %g s\n\n", number+1, step.Rate, step.Seconds)
		step.print(text)
	}
	if len(r.Autoscalers) > 0 {
		fmt.Fprint(text, "\n## Replicas\n\nSeconds count from the first step; before it is the set-up.\n\n"+
			"| seconds | autoscaler | replicas | wanted |\n| ---: | --- | ---: | ---: |\n")
		for _, s := range r.Autoscalers {
			since := s.At.Sub(r.Steps[0].Began).Round(time.Second) / time.Second
			fmt.Fprintf(text, "| %d | %s | %d | %d |\n", since, s.Name, s.Current, s.Desired)
		}
	}
	if len(r.Broken) == 0 {
		fmt.Fprint(text, "\nAll thresholds held.\n")
	} else {
		fmt.Fprintf(text, "\n## Broken thresholds\n\n- %s\n", strings.Join(r.Broken, "\n- "))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func (s Setup) print(out io.Writer) {
	fmt.Fprintf(out, "%d people with %d dogs and %d records were made in %.0f s by %d calls", s.People, s.Dogs, s.Records,
		s.Seconds, s.Calls)
	if s.Waited > 0 {
		fmt.Fprintf(out, "; %d times a call had to be made again", s.Waited)
	}
	fmt.Fprint(out, ". ")
}

func (s Step) print(out io.Writer) {
	fmt.Fprint(out, "| scenario | calls | offered/s | achieved/s | p50 ms | p95 ms | p99 ms | max ms | errors | statuses "+
		"| in | out |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |\n")
	for _, r := range s.Scenarios {
		fmt.Fprintf(out, "| %s | %d | %.2f | %.2f | %.1f | %.1f | %.1f | %.1f | %s | %s | %s | %s |\n",
			r.Name, r.Calls, r.Offered, r.Achieved, r.P50, r.P95, r.P99, r.Max, percent(r.ErrorShare), statuses(r),
			bytesText(r.BytesIn), bytesText(r.BytesOut))
	}
}

func bytesText(count uint64) string {
	switch {
	case count >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(count)/1e6)
	case count >= 1e3:
		return fmt.Sprintf("%.1f KB", float64(count)/1e3)
	}
	return fmt.Sprintf("%d B", count)
}
