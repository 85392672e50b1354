%% Runs inside the broker that the samples are run against: it says when the broker is up and answers what `rabbitmqctl` would take seconds to
%% answer. It reads requests, one a line, from standard input; when that ends, because whoever started the broker is done or gone, the broker
%% stops in order. It deliberately knows nothing of lessons.
Say = fun(Format, Values) -> io:format("~nwarren: " ++ Format ++ "~n", Values) end,

Queues = fun(VHost) ->
  [{element(4, proplists:get_value(name, Queue)), proplists:get_value(messages, Queue), proplists:get_value(consumers, Queue)}
    || Queue <- rabbit_amqqueue:info_all(VHost, [name, messages, consumers])]
end,

Answer = fun
  (["vhost", VHost]) ->
    rabbit_vhost:add(VHost, <<"samples">>),
    rabbit_auth_backend_internal:set_permissions(<<"guest">>, VHost, <<".*">>, <<".*">>, <<".*">>, <<"samples">>);
  (["consumers", VHost]) ->
    Say("~b", [lists:sum([Consumers || {_, _, Consumers} <- Queues(VHost)])]);
  (["queues", VHost]) ->
    [Say("~b ~ts", [Messages, Name]) || {Name, Messages, _} <- Queues(VHost)]
end,

Loop = fun Loop() ->
  case io:get_line("") of
    Line when is_list(Line) ->
      [Request | Arguments] = string:lexemes(string:trim(Line), " "),
      try Answer([Request | [list_to_binary(Argument) || Argument <- Arguments]]), Say(".", [])
      catch Class:Reason -> Say("! ~0p ~0p", [Class, Reason])
      end,
      Loop();
    _ -> init:stop()
  end
end,

true = rabbit:is_running(),
Say(".", []),
spawn(Loop).
