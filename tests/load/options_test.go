package main

import (
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
	"time"
)

func parse(t *testing.T, variables map[string]string, arguments ...string) (*options, error) {
	t.Helper()
	lookUp := func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
	return parseOptions(arguments, lookUp, io.Discard)
}

func TestFlagsWinOverVariablesAndVariablesOverDefaults(t *testing.T) {
	variables := map[string]string{
		"LOAD_URL":  "http://a.test/",
		"LOAD_DOGS": "700",
		"LOAD_RATE": "10,20.5",
		"LOAD_SEED": "",
	}
	o, err := parse(t, variables, "-dogs", "800", "-seed", "7")
	if err != nil {
		t.Fatal(err)
	}
	if o.url != "http://a.test" || o.dogs != 800 || o.seed != 7 || o.duration != 6*time.Minute {
		t.Errorf("%+v", o)
	}
	if len(o.rates) != 2 || o.rates[0] != 10 || o.rates[1] != 20.5 {
		t.Errorf("rates %v", o.rates)
	}
}

func TestWrongOptionsAreNamed(t *testing.T) {
	for _, c := range []struct{ arguments, says string }{
		{"", "url"},
		{"-url ftp://a.test", "url"},
		{"-url http://a.test -dogs 0", "dogs"},
		{"-url http://a.test -dogs many", "dogs"},
		{"-url http://a.test -rate fast", "rate"},
		{"-url http://a.test -rate 0", "rate"},
		{"-url http://a.test -rate NaN", "rate"},
		{"-url http://a.test -seed x", "seed"},
		{"-url http://a.test -duration 1ms", "duration"},
		{"-url http://a.test -scenarios naps", "naps"},
		{"-url http://a.test -scenarios sync,sync", "twice"},
		{"-url http://a.test -scenarios sync=-1", "sync=-1"},
		{"-url http://a.test -thresholds sync", "sync"},
		{"-url http://a.test -thresholds sync:p98=1s", "p98"},
		{"-url http://a.test -thresholds sync:p99=fast", "fast"},
		{"-url http://a.test -thresholds sync:errors=1", "errors=1"},
		{"-url http://a.test -scenarios sync -thresholds charts:p99=1s", "charts"},
		{"-url http://a.test more", "more"},
	} {
		_, err := parse(t, nil, strings.Fields(c.arguments)...)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.arguments, err)
		}
	}
	_, err := parse(t, map[string]string{"LOAD_DOGS": "many"})
	if err == nil || !strings.Contains(err.Error(), "LOAD_DOGS") {
		t.Error(err)
	}
}

func TestARateThatNobodyMayHaveNamesTheDogsItTakes(t *testing.T) {
	_, err := parse(t, nil, "-url", "http://a.test", "-dogs", "100", "-rate", "20,120")
	if err == nil || !strings.Contains(err.Error(), "at least 180 dogs") {
		t.Fatal(err)
	}
	if _, err := parse(t, nil, "-url", "http://a.test", "-dogs", "180", "-rate", "20,120"); err != nil {
		t.Fatal(err)
	}
}

func TestThresholdsAndScenariosAreChosen(t *testing.T) {
	o, err := parse(t, nil, "-url", "http://a.test", "-scenarios", "sync=4, charts",
		"-thresholds", "all:errors=5%,sync:p99=1s")
	if err != nil {
		t.Fatal(err)
	}
	if len(o.scenarios) != 2 || callsOfDay(o.scenarios) != 6 {
		t.Fatalf("%+v", o.scenarios)
	}
	if got := o.scenarios[0].limits; got != (limits{time.Second, 0.05}) {
		t.Error(got)
	}
	if got := o.scenarios[1].limits; got != (limits{time.Second, 0.05}) {
		t.Error(got)
	}
}

func TestTheHelpHasEveryOptionAndScenario(t *testing.T) {
	var help strings.Builder
	_, err := parseOptions([]string{"-help"}, func(string) (string, bool) { return "", false }, &help)
	if !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	for _, wanted := range []string{"LOAD_RATE", "LOAD_THRESHOLDS", "LOAD_FORWARDED"} {
		if !strings.Contains(help.String(), wanted) {
			t.Error(wanted)
		}
	}
	for _, s := range allScenarios() {
		if !strings.Contains(help.String(), "\n  "+s.name+" ") {
			t.Error(s.name)
		}
	}
}
