package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// The metrics of calls that took 1 ms to 100 ms, of which the last `refused` got a 503.
func metricsOf(begun time.Time, refused int) *vegeta.Metrics {
	m := &vegeta.Metrics{}
	for i := range 100 {
		result := &vegeta.Result{
			Timestamp: begun.Add(time.Duration(i) * 10 * time.Millisecond),
			Latency:   time.Duration(i+1) * time.Millisecond,
			Code:      http.StatusOK,
			BytesIn:   10,
			BytesOut:  20,
		}
		if i >= 100-refused {
			result.Code, result.Error = http.StatusServiceUnavailable, "503 Service Unavailable"
		}
		m.Add(result)
	}
	m.Close()
	return m
}

func reportOf(t *testing.T, result Result, thresholds string) *Report {
	t.Helper()
	scenarios, err := chooseScenarios("sync", thresholds)
	if err != nil {
		t.Fatal(err)
	}
	r := newReport(&options{url: "http://a.test", seed: 3})
	r.Setup = Setup{People: 11, Dogs: 10}
	r.Steps = []Step{{Rate: 100, Seconds: 1, Began: time.Now(), Scenarios: []Result{result}}}
	r.judge(scenarios)
	return r
}

func TestAResultIsWhatTheMetricsSay(t *testing.T) {
	begun := time.Now()
	r := resultOf("sync", 100, time.Second, begun, metricsOf(begun, 5))
	if r.Offered != 100 || r.Sent != 100 || r.ErrorShare < 0.0499 || r.ErrorShare > 0.0501 || r.Max != 100 {
		t.Errorf("%+v", r)
	}
	if r.P50 < 45 || r.P50 > 55 || r.P99 < 97 || r.P99 > 100 {
		t.Errorf("p50 %g, p99 %g", r.P50, r.P99)
	}
	// 95 good answers, the last after 990 + 100 ms.
	if r.Achieved < 87 || r.Achieved > 87.3 {
		t.Errorf("achieved %g", r.Achieved)
	}
	if r.BytesIn != 1000 || r.BytesOut != 2000 || r.Statuses["503"] != 5 {
		t.Errorf("%+v", r)
	}
}

func TestErrorsAreNamedOnce(t *testing.T) {
	got := kindsOf([]string{
		`Get "http://a.test/1": connection refused`, `Post "http://a.test/2": connection refused`, "503 Service Unavailable",
	})
	if !slices.Equal(got, []string{"connection refused", "503 Service Unavailable"}) {
		t.Errorf("%q", got)
	}
}

func TestThresholdsThatHoldBreakNothing(t *testing.T) {
	begun := time.Now()
	r := reportOf(t, resultOf("sync", 100, time.Second, begun, metricsOf(begun, 1)), "sync:errors=1.5%,sync:p99=101ms")
	if len(r.Broken) != 0 {
		t.Error(r.Broken)
	}
	// 100 calls of ten dogs, three of which are active and make 20 calls a day.
	if r.Days < 1.66 || r.Days > 1.67 {
		t.Error(r.Days)
	}
}

func TestABrokenThresholdIsNamed(t *testing.T) {
	begun := time.Now()
	for _, c := range []struct {
		thresholds string
		offered    int
		says       []string
	}{
		{"sync:errors=1%,sync:p99=1s", 100, []string{"step 1 (100/s): sync", "errors are 5%", "at most 1%", "503 ×5"}},
		{"sync:errors=9%,sync:p99=20ms", 100, []string{"step 1 (100/s): sync", "p99 is", "at most 20 ms"}},
		{"sync:errors=9%,sync:p99=1s", 120, []string{"step 1 (100/s): sync", "sent of 120.0", "too slow"}},
	} {
		r := reportOf(t, resultOf("sync", c.offered, time.Second, begun, metricsOf(begun, 5)), c.thresholds)
		if len(r.Broken) != 1 {
			t.Fatalf("%s: %q", c.thresholds, r.Broken)
		}
		for _, wanted := range c.says {
			if !strings.Contains(r.Broken[0], wanted) {
				t.Errorf("%q lacks %q", r.Broken[0], wanted)
			}
		}
	}
}

func TestTheReportIsWrittenReadAndPrinted(t *testing.T) {
	begun := time.Now()
	r := reportOf(t, resultOf("sync", 100, time.Second, begun, metricsOf(begun, 5)), "")
	r.Autoscalers = []Sample{{At: r.Steps[0].Began.Add(15 * time.Second), Name: "doggy-registry", Current: 2, Desired: 4}}
	folder := t.TempDir()
	if err := r.writeFiles(folder); err != nil {
		t.Fatal(err)
	}
	again, err := readReport(folder + "/report.json")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := again.print(&text); err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{
		"# Load on http://a.test", "## Step 1: 100 calls a second for 1 s", "| sync | 100 | 100.00 |",
		"| 5% | 200 ×95, 503 ×5 |",
		"| 1.0 KB | 2.0 KB |", "| 15 | doggy-registry | 2 | 4 |", "## Broken thresholds\n\n- step 1 (100/s): sync: errors",
	} {
		if !strings.Contains(text.String(), wanted) {
			t.Errorf("lacks %q:\n%s", wanted, text.String())
		}
	}
}

func TestWhatIsNoReportIsRefused(t *testing.T) {
	if _, err := readReport(t.TempDir() + "/report.json"); err == nil {
		t.Error("reads what is not there")
	}
}
